import type { Command } from 'commander';
import { titleOf } from '../../parts/parts.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { PartStatus } from '../../runtime/lab.ts';
import { exitCodes } from '../exit-codes.ts';

/** `lab status`: one line per part; exit code 0 only if every part is running. */
export function addStatus(lab: Command): void {
  lab
    .command('status')
    .description('Show the state, memory, address and engine of each part')
    .option('--json', 'Print JSON')
    .action(run);
}

async function run({ json }: { json?: true }): Promise<void> {
  const lab = await findLab({ partly: true });
  const parts = await lab.status();
  if (json) console.log(JSON.stringify({ runtime: lab.runtime, stack: lab.stack, parts }, null, 2));
  else console.log(table(parts, `${lab.stack} stack, ${lab.runtime} runtime`));
  if (!parts.every((part) => part.state === 'running')) process.exitCode = exitCodes.failed;
}

function table(parts: PartStatus[], title: string): string {
  const total = parts.reduce((sum, part) => sum + (part.memory ?? 0), 0);
  const width = Math.max(...parts.map(({ part }) => titleOf(part).length));
  const rows = parts.map((part) => [
    titleOf(part.part).padEnd(width),
    part.state.padEnd(9),
    mb(part.memory),
    (part.pid ? `pid ${part.pid}` : '').padEnd(12),
    (part.url ?? '').padEnd(23),
    part.origin ?? '',
    part.note ?? '',
  ]);
  rows.push(['total'.padEnd(width), ' '.repeat(9), mb(total), 'memory (shared pages counted once)']);
  return [title, ...rows.map((row) => row.join('  ').trimEnd())].join('\n');
}

function mb(bytes: number | undefined): string {
  return (bytes === undefined ? '' : `${Math.round(bytes / 1e6)} MB`).padStart(7);
}
