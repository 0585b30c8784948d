import { parseArgs } from 'node:util';
import { parts } from './suites.ts';

/** What a person chose to run. */
export type Choice = { parts: string[]; runtime?: string; stack?: string; file?: string; help: boolean };

export const usage = `npm test                              everything
npm test -- <part> …                  ${parts.join(', ')}
npm test -- e2e --runtime native      one runtime: native, docker
npm test -- e2e --stack jaeger        one stack: tempo, jaeger, both
npm test -- e2e --file ledger         files with this in their name
npm run test:unit                     seconds, without engines`;

/** Reads the arguments; a text says what is wrong with them. */
export function parseChoice(args: string[]): Choice | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        runtime: { type: 'string' },
        stack: { type: 'string' },
        file: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const unknown = positionals.find((part) => !parts.includes(part));
    if (unknown) return `There is no part "${unknown}": expected ${parts.join(', ')}.`;
    if (values.runtime && !['native', 'docker'].includes(values.runtime))
      return `--runtime is native or docker, not "${values.runtime}".`;
    if (values.stack && !['tempo', 'jaeger', 'both'].includes(values.stack))
      return `--stack is tempo, jaeger or both, not "${values.stack}".`;
    const { runtime, stack, file, help = false } = values;
    return { parts: positionals, help, ...(runtime && { runtime }), ...(stack && { stack }), ...(file && { file }) };
  } catch (error) {
    return (error as Error).message;
  }
}
