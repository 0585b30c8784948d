import { type CommandDef, renderUsage, runCommand } from 'citty';
import { LabError } from '../base/lab-error.ts';
import { commands, lab } from './commands/index.ts';
import { Interrupted } from './interruptible.ts';
import { refuseUnknown } from './strict-arguments.ts';

/** Runs one command line and gives its exit code. Expected failures are told without a stack trace. */
export async function runCli(args: string[]): Promise<number> {
  try {
    const [name, ...rest] = args;
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      console.log(await renderUsage(lab));
      return name === undefined ? 1 : 0;
    }
    const command = commands[name];
    if (!command) {
      throw new LabError({
        what: `There is no command "${name}".`,
        expected: Object.keys(commands).join(', '),
        found: name,
        next: 'npm run lab -- --help',
      });
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      console.log(await renderUsage(command as CommandDef, lab as CommandDef));
      return 0;
    }
    refuseUnknown(name, command, rest);
    const { result } = await runCommand(command, { rawArgs: rest });
    return typeof result === 'number' ? result : 0;
  } catch (error) {
    return tell(error);
  }
}

function tell(error: unknown): number {
  if (error instanceof Interrupted) {
    console.error(error.message);
    return 130;
  }
  if (error instanceof LabError) {
    console.error(error.message);
    return 1;
  }
  console.error(error); // a fault of the lab itself: here the stack helps
  console.error('This is a fault of the lab itself.');
  return 70;
}
