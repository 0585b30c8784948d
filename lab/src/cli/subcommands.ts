import type { Command } from 'commander';
import { suggest } from './values.ts';

// For a command that does something without a subcommand: it needs enablePositionalOptions and allowExcessArguments.

/** Refuses options between a command and its subcommand, where they would be ignored. */
export function refuseOptionsBefore(command: Command, subcommand: Command): void {
  const given = command.options.find((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
  if (!given) return;
  command.error(`error: option '${given.flags}' comes before '${subcommand.name()}'; put options after it`);
}

/** Refuses a mistyped subcommand, which comes in as an argument, with the closest. */
export function refuseUnknownWord(command: Command): void {
  const [word] = command.args;
  if (word === undefined) return;
  const names = command.commands.map((subcommand) => subcommand.name());
  command.error(`error: unknown command '${word}' of '${command.name()}'${suggest(word, names)}`);
}
