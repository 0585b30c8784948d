import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, type OutputConfiguration } from 'commander';
import { checkout } from '../base/paths.ts';
import { addAnswer } from './commands/answer.ts';
import { addCheck } from './commands/check.ts';
import { addDown } from './commands/down.ts';
import { addFaults } from './commands/faults.ts';
import { addGameDay } from './commands/gameday.ts';
import { addLoad } from './commands/load.ts';
import { addLogs } from './commands/logs.ts';
import { addOpen } from './commands/open.ts';
import { addPartCommands } from './commands/part.ts';
import { addScore } from './commands/score.ts';
import { addStatus } from './commands/status.ts';
import { addUp } from './commands/up.ts';
import { addWatch } from './commands/watch.ts';
import { describeExitCodes } from './exit-codes.ts';

const name = 'npm run lab --';

/**
 * The tool with every command. Its parser writes help and what is wrong with a command line to `output`, by default the
 * terminal, and then throws a CommanderError.
 */
export function labProgram(output: OutputConfiguration = {}): Command {
  const program = new Command(name)
    .description('The span metrics lab: start it, load it, and check that what it shows is true.')
    .version(version(), '-v, --version', 'Print the version')
    .helpOption('-h, --help', 'Show this help')
    .helpCommand('help [command]', 'Show the help of a command')
    .addHelpText('after', describeExitCodes())
    .configureOutput({ ...output, outputError })
    .exitOverride()
    .enablePositionalOptions();
  const add = [
    addUp,
    addDown,
    addPartCommands,
    addStatus,
    addLoad,
    addCheck,
    addWatch,
    addScore,
    addFaults,
    addGameDay,
    addAnswer,
    addOpen,
    addLogs,
  ];
  for (const addTo of add) addTo(program);
  nameNext(program, name);
  return program;
}

/** Writes a sentence instead of `error: a sentence`. */
function outputError(text: string, write: (text: string) => void): void {
  write(text.replace(/^error: ./, (start) => start.slice(-1).toUpperCase()));
}

/** After an error, each command points to its own help. */
function nameNext(command: Command, path: string): void {
  command.showHelpAfterError(`  next      ${path} --help`);
  for (const sub of command.commands) nameNext(sub, `${path} ${sub.name()}`);
}

function version(): string {
  return (JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as { version: string }).version;
}
