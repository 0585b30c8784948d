import { defineCommand } from 'citty';
import { partTitles } from '../../parts/parts.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { PartStatus } from '../../runtime/lab.ts';

/** `lab status`: a line a part; exit 0 only if all run. */
export const statusCommand = defineCommand({
  meta: { name: 'status', description: 'What runs, where, from which engine, with how much memory' },
  args: { json: { type: 'boolean', default: false, description: 'For machines' } },
  run: async ({ args }) => {
    const lab = await findLab({ partly: true });
    const parts = await lab.status();
    if (args.json) console.log(JSON.stringify({ runtime: lab.runtime, stack: lab.stack, parts }, null, 2));
    else console.log(table(parts, `${lab.stack} stack, ${lab.runtime} runtime`));
    return parts.every((p) => p.state === 'running') ? 0 : 1;
  },
});

function table(parts: PartStatus[], title: string): string {
  const total = parts.reduce((sum, p) => sum + (p.memory ?? 0), 0);
  const rows = parts.map((p) =>
    [
      partTitles[p.part].padEnd(11),
      p.state.padEnd(9),
      mb(p.memory).padStart(7),
      (p.pid ? `pid ${p.pid}` : '').padEnd(12),
      (p.url ?? '').padEnd(23),
      p.origin ?? '',
      p.note ?? '',
    ]
      .join('  ')
      .trimEnd(),
  );
  return [
    title,
    ...rows,
    `${'in all'.padEnd(11)}  ${''.padEnd(9)}  ${mb(total).padStart(7)}  memory; what processes share counts once`,
  ].join('\n');
}

function mb(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${Math.round(bytes / 1e6)} MB`;
}
