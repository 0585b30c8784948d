import type { ArgDef, ArgsDef, CommandDef } from 'citty';
import { LabError } from '../base/lab-error.ts';

/** Refuses flags, values and words that a command does not have: a mistyped flag must not be ignored. */
export function refuseUnknown(name: string, command: CommandDef, given: string[]): void {
  const args = (command.args ?? {}) as ArgsDef;
  const flags = Object.entries(args).filter(([, arg]) => arg.type !== 'positional');
  const positionals = Object.entries(args).filter(([, arg]) => arg.type === 'positional');
  const help = `npm run lab -- ${name} --help`;
  let words = 0;
  for (let i = 0; i < given.length; i++) {
    const word = given[i]!;
    if (!word.startsWith('-')) {
      if (++words > positionals.length) {
        throw new LabError({
          what: `\`${name}\` does not know what to do with "${word}".`,
          expected: positionals.length > 0 ? `at most: ${positionals.map(([p]) => p).join(' ')}` : 'no further words',
          found: word,
          next: help,
        });
      }
      continue;
    }
    const [flag = '', value] = word.replace(/^--?/, '').split('=', 2);
    const arg = flags.find(([key, def]) => [key, `no-${key}`, ...aliasesOf(def)].includes(flag))?.[1];
    if (!arg) {
      throw new LabError({
        what: `\`${name}\` has no flag ${word}.`,
        expected: flags.length > 0 ? flags.map(([key]) => `--${key}`).join(', ') : 'no flags',
        found: word,
        next: help,
      });
    }
    if (arg.type === 'boolean') continue;
    const text = value ?? given[++i];
    if (text === undefined || (value === undefined && text.startsWith('-'))) {
      throw new LabError({
        what: `--${flag} wants a value.`,
        expected: `--${flag} <${arg.valueHint ?? 'value'}>`,
        found: 'nothing',
        next: help,
      });
    }
    const options = (arg as { options?: string[] }).options;
    if (options && !options.includes(text)) {
      throw new LabError({
        what: `--${flag} cannot be "${text}".`,
        expected: options.join(' or '),
        found: text,
        next: help,
      });
    }
  }
}

function aliasesOf(def: ArgDef): string[] {
  return 'alias' in def && def.alias !== undefined ? [def.alias].flat() : [];
}

/** A flag's value as a number within bounds. */
export function numberOf(flag: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new LabError({
    what: `--${flag} cannot be "${text}".`,
    expected: `a whole number from ${min} to ${max}`,
    found: text,
  });
}
