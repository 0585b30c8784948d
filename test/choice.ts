import { parseArgs } from 'node:util';
import { runtimeNames, stacks } from '../lab/src/parts/parts.ts';
import { parts } from './suites.ts';
import { turnOf, TURNS } from './turns.ts';

/** The chosen tests: of the whole, or of one turn. */
export type Choice = { parts: string[]; turn?: number; runtime?: string; stack?: string; file?: string; help: boolean };

export const usage = `npm test                              suites of every day, and a part of the others by the date
npm test -- --turn 2                  the part of another day: 1 to ${TURNS}
npm test -- all                       everything
npm test -- <part> …                  ${parts.join(', ')}
npm test -- e2e --runtime native      one runtime: ${runtimeNames.join(', ')}
npm test -- e2e --stack jaeger        one stack: ${stacks.join(', ')}
npm test -- e2e --file ledger         files with this in their name
npm run test:unit                     seconds, without engines`;

const ALL = 'all';

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
        turn: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const unknown = positionals.find((part) => part !== ALL && !parts.includes(part));
    if (unknown) return `There is no part "${unknown}": expected ${ALL}, ${parts.join(', ')}.`;
    for (const [option, choices] of Object.entries({ runtime: runtimeNames, stack: stacks })) {
      const value = values[option as 'runtime' | 'stack'];
      if (value && !choices.some((choice) => choice === value))
        return `--${option} cannot be "${value}": expected ${choices.join(', ')}.`;
    }
    const { runtime, stack, file, help = false } = values;
    const turn = values.turn === undefined ? undefined : Number(values.turn);
    if (turn !== undefined && !(Number.isInteger(turn) && turn >= 1 && turn <= TURNS))
      return `--turn cannot be "${values.turn}": expected 1 to ${TURNS}.`;
    if (turn !== undefined && positionals.length > 0) return '--turn is for all suites: expected no part beside it.';
    const whole = positionals.length > 0 || runtime || stack || file; // whoever chooses wants all of it
    const named = positionals.filter((part) => part !== ALL);
    return {
      parts: named.length < positionals.length ? [] : named,
      help,
      ...(!whole && { turn: turn ?? turnOf(new Date()) }),
      ...(runtime && { runtime }),
      ...(stack && { stack }),
      ...(file && { file }),
    };
  } catch (error) {
    return (error as Error).message;
  }
}
