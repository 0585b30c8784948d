import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { labProgram } from './program.ts';

const WIDTH = 100;

test('the help of the tool and of each command is what help.txt shows', async () => {
  let help = '';
  const write = (command: Command) => {
    command.outputHelp();
    help += `${'-'.repeat(WIDTH)}\n`;
    command.commands.forEach(write);
  };
  write(labProgram({ writeOut: (text) => (help += text), getOutHelpWidth: () => WIDTH }));
  await expect(help).toMatchFileSnapshot('help.txt');
});
