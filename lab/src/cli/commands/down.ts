import type { Command } from 'commander';
import { findLab, NoLab } from '../../runtime/find-lab.ts';
import { removeData } from '../../runtime/remove-data.ts';

/** `lab down`: stops every part gracefully and keeps its data unless told otherwise. */
export function addDown(lab: Command): void {
  lab
    .command('down')
    .description('Stop the lab and keep its data')
    .option('--volumes', 'Remove the data too')
    .action(run);
}

async function run({ volumes = false }: { volumes?: boolean }): Promise<void> {
  const began = performance.now();
  const lab = await findLab({ partly: true }).catch(async (error) => {
    const removed = error instanceof NoLab && volumes ? await removeData() : [];
    if (removed.length === 0) throw error;
    console.log(`No lab was running. Removed: ${removed.join(', ')}`);
  });
  if (!lab) return;
  await lab.down({ volumes });
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const data = volumes ? 'Its data is removed.' : 'Its data is kept; to remove it: npm run lab -- down --volumes';
  console.log(`The lab is down after ${seconds} s. ${data}`);
}
