import type { Command } from 'commander';
import { findLab } from '../../runtime/find-lab.ts';
import { interruptible } from '../interruptible.ts';
import { integer } from '../values.ts';
import { partArgument, partOf } from './part.ts';

/** `lab logs <part>` */
export function addLogs(lab: Command): void {
  lab
    .command('logs')
    .description("Show a part's log")
    .addArgument(partArgument('<part>', 'Part whose log to show'))
    .option('--lines <n>', 'Number of lines to show', integer({ min: 1, max: 1_000_000 }), 100)
    .option('-f, --follow', 'Keep following until Ctrl-C')
    .action(run);
}

async function run(name: string, { lines, follow = false }: { lines: number; follow?: boolean }): Promise<void> {
  const lab = await findLab({ partly: true });
  const part = partOf(lab, name);
  await interruptible('The log is no longer followed.', (signal) => lab.logs(part, { lines, follow, signal }));
}
