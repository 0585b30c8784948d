import { parseArgs } from 'node:util';
import { runtimeNames, stacks } from '../lab/src/parts/parts.ts';
import { parts } from './suites.ts';

/** The chosen tests. */
export type Choice = { parts: string[]; runtime?: string; stack?: string; file?: string; help: boolean };

export const usage = `npm test                              everything
npm test -- <part> …                  ${parts.join(', ')}
npm test -- e2e --runtime native      one runtime: ${runtimeNames.join(', ')}
npm test -- e2e --stack jaeger        one stack: ${stacks.join(', ')}
npm test -- e2e --file ledger         files with this in their name
npm run test:unit                     seconds, without engines`;

/** Parses the arguments; returns a text that says what is wrong with them. */
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
    for (const [option, choices] of Object.entries({ runtime: runtimeNames, stack: stacks })) {
      const value = values[option as 'runtime' | 'stack'];
      if (value && !choices.some((choice) => choice === value))
        return `--${option} cannot be "${value}": expected ${choices.join(', ')}.`;
    }
    const { runtime, stack, file, help = false } = values;
    return { parts: positionals, help, ...(runtime && { runtime }), ...(stack && { stack }), ...(file && { file }) };
  } catch (error) {
    return (error as Error).message;
  }
}
