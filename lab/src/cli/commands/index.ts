import { type CommandDef, defineCommand } from 'citty';
import { answerCommand } from './answer.ts';
import { checkCommand } from './check.ts';
import { downCommand } from './down.ts';
import { loadCommand } from './load.ts';
import { logsCommand } from './logs.ts';
import { openCommand } from './open.ts';
import { restartCommand, startCommand, stopCommand } from './part.ts';
import { statusCommand } from './status.ts';
import { upCommand } from './up.ts';

/** Every command by name. */
// oxlint-disable-next-line typescript/no-explicit-any -- citty's command type is invariant in its arguments
export const commands: Record<string, CommandDef<any>> = {
  up: upCommand,
  down: downCommand,
  start: startCommand,
  stop: stopCommand,
  restart: restartCommand,
  status: statusCommand,
  load: loadCommand,
  check: checkCommand,
  answer: answerCommand,
  open: openCommand,
  logs: logsCommand,
};

/** The tool. */
export const lab = defineCommand({
  meta: {
    name: 'npm run lab --',
    description: 'The span metrics lab: start it, load it, check that what it shows is true',
  },
  subCommands: commands,
});
