import type { Command } from 'commander';
import open from 'open';
import { LabError } from '../../base/lab-error.ts';
import { pageOf } from '../../parts/endpoints.ts';
import type { PartName } from '../../parts/parts.ts';
import { findLab } from '../../runtime/find-lab.ts';
import { partArgument, partOf } from './part.ts';

/** `lab open [part]`: a part's page in the browser. */
export function addOpen(lab: Command): void {
  lab
    .command('open')
    .description('Open a part in the browser')
    .addArgument(partArgument('[part]', 'Part to open, by default Grafana, else the console'))
    .action(run);
}

async function run(name: string | undefined): Promise<void> {
  const lab = await findLab();
  const part: PartName = name ? partOf(lab, name) : lab.parts.includes('grafana') ? 'grafana' : 'console';
  const url = pageOf(lab.endpoints, part);
  if (!url) throw new LabError({ what: `${part} has no page.`, next: 'npm run status' });
  console.log(url);
  if (process.stdout.isTTY) await open(url);
}
