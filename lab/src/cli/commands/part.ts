import { Argument, type Command } from 'commander';
import { LabError } from '../../base/lab-error.ts';
import { type PartName, partNames, titleOf } from '../../parts/parts.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { Lab } from '../../runtime/lab.ts';
import { restartPart } from '../../runtime/restart-part.ts';
import { chooseFrom } from '../values.ts';

/** `lab start <part>`, `lab stop <part>`, `lab restart <part>` */
export function addPartCommands(lab: Command): void {
  const add = (name: string, description: string, done: string, work: (lab: Lab, part: PartName) => Promise<void>) =>
    lab
      .command(name)
      .description(description)
      .addArgument(partArgument('<part>', `Part to ${name}`))
      .action((part: string) => change(part, done, work));
  add('start', 'Start one part and wait until it is usable', 'is running', (on, part) => on.start(part, console.log));
  add('stop', 'Stop one part gracefully', 'is stopped', (on, part) => on.stop(part));
  add('restart', 'Stop one part and start it again', 'is running again', (on, part) =>
    restartPart(on, part, { say: console.log, warn: console.error }),
  );
}

async function change(named: string, done: string, work: (lab: Lab, part: PartName) => Promise<void>): Promise<void> {
  const began = performance.now();
  const lab = await findLab({ partly: true });
  const part = partOf(lab, named);
  await work(lab, part);
  console.log(`${titleOf(part)} ${done} after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}

/** An argument that takes the name of a part. */
export function partArgument(syntax: string, description: string): Argument {
  return chooseFrom(new Argument(syntax, description), partNames);
}

/** The named part of this lab. Throws a LabError that lists the parts if this lab does not have it. */
export function partOf(lab: Lab, named: string): PartName {
  const part = lab.parts.find((name) => name === named);
  if (part) return part;
  throw new LabError({
    what: `This lab has no part "${named}".`,
    expected: `one of: ${lab.parts.join(', ')}`,
    found: `the ${lab.stack} stack with the ${lab.runtime} runtime`,
    next: 'npm run status',
  });
}
