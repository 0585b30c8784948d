import { defineCommand } from 'citty';
import { type Stack, stacks } from '../../parts/parts.ts';
import { terminalReporter } from '../../runtime/engines/terminal-reporter.ts';
import { up } from '../../runtime/up.ts';
import { interruptible } from '../interruptible.ts';
import { greet } from '../greeting.ts';

/** `lab up`: builds what is missing, starts every part, waits until each is usable. */
export const upCommand = defineCommand({
  meta: { name: 'up', description: 'Start the lab and wait until it is usable' },
  args: {
    stack: {
      type: 'string',
      options: [...stacks],
      default: 'tempo',
      description: 'Where traces go',
      valueHint: stacks.join('|'),
    },
    runtime: {
      type: 'string',
      options: ['native', 'docker'],
      description: 'Run as processes or as containers',
      valueHint: 'native|docker',
    },
  },
  run: async ({ args }) => {
    const began = performance.now();
    const running = await interruptible('Stopped: nothing of the lab runs.', (signal) =>
      up({
        stack: args.stack as Stack,
        runtime: args.runtime as 'native' | 'docker' | undefined,
        ...terminalReporter(process.stdout),
        signal,
      }),
    );
    console.log(greet(running, (performance.now() - began) / 1000));
  },
});
