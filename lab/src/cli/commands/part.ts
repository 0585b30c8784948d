import { defineCommand } from 'citty';
import { LabError } from '../../base/lab-error.ts';
import { type PartName, partTitles } from '../../parts/parts.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { Lab } from '../../runtime/lab.ts';

const args = {
  part: { type: 'positional', required: false, description: 'gateway, orders, stock, collector, prometheus, tempo …' },
} as const;

/** `lab start <part>` */
export const startCommand = defineCommand({
  meta: { name: 'start', description: 'Start one part and wait until it is usable' },
  args,
  run: ({ args: { part } }) => change(part, 'runs', (lab, name) => lab.start(name)),
});

/** `lab stop <part>` */
export const stopCommand = defineCommand({
  meta: { name: 'stop', description: 'Stop one part gracefully' },
  args,
  run: ({ args: { part } }) => change(part, 'is stopped', (lab, name) => lab.stop(name)),
});

/** `lab restart <part>` */
export const restartCommand = defineCommand({
  meta: { name: 'restart', description: 'Stop one part and start it again' },
  args,
  run: ({ args: { part } }) =>
    change(part, 'runs again', async (lab, name) => {
      const [before] = (await lab.status()).filter((s) => s.part === name);
      if (before?.state !== 'stopped') await lab.stop(name);
      await lab.start(name);
    }),
});

async function change(
  part: string | undefined,
  done: string,
  work: (lab: Lab, part: PartName) => Promise<void>,
): Promise<void> {
  const began = performance.now();
  const lab = await findLab({ partly: true });
  const name = partOf(lab, part);
  await work(lab, name);
  console.log(`${partTitles[name]} ${done} after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}

/** The part that a person named. Throws a LabError that lists the parts of this lab. */
export function partOf(lab: Lab, named: string | undefined): PartName {
  const part = lab.parts.find((p) => p === named);
  if (part) return part;
  throw new LabError({
    what: named ? `This lab has no part "${named}".` : 'Which part?',
    expected: lab.parts.join(', '),
    found: named ?? 'nothing',
    next: 'npm run lab -- status',
  });
}
