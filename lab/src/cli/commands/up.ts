import { type Command, Option } from 'commander';
import { type Capability, capabilityNames } from '../../parts/capabilities.ts';
import { type RuntimeName, runtimeNames, type Stack, stacks } from '../../parts/parts.ts';
import { terminalReporter } from '../../runtime/engines/terminal-reporter.ts';
import { up } from '../../runtime/up.ts';
import { greet } from '../greeting.ts';
import { interruptible } from '../interruptible.ts';
import { chooseFrom, listOf } from '../values.ts';

type Options = { stack: Stack; runtime?: RuntimeName; with: Capability[] };

/** `lab up`: builds what is missing, starts every part, waits until each is usable. */
export function addUp(lab: Command): void {
  lab
    .command('up')
    .description('Start the lab and wait until it is usable')
    .addOption(chooseFrom(new Option('--stack <name>', 'Where traces are stored'), stacks).default('tempo'))
    .addOption(
      chooseFrom(
        new Option(
          '--runtime <name>',
          'Run as containers or as native processes; by default docker if it is available',
        ),
        runtimeNames,
      ),
    )
    .addOption(
      new Option('--with <list>', `Capabilities to add, separated by commas: ${capabilityNames.join(', ')}`)
        .env('LAB_WITH')
        .argParser(listOf(capabilityNames))
        .default([], 'none'),
    )
    .action(run);
}

async function run({ stack, runtime, with: capabilities }: Options): Promise<void> {
  const began = performance.now();
  const running = await interruptible('Stopped: no part of the lab is running.', (signal) =>
    up({ stack, runtime, capabilities, ...terminalReporter(process.stdout), signal }),
  );
  console.log(greet(running, (performance.now() - began) / 1000));
}
