import { defineCommand } from 'citty';
import open from 'open';
import { LabError } from '../../base/lab-error.ts';
import { pageOf } from '../../parts/endpoints.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { Lab } from '../../runtime/lab.ts';
import { partOf } from './part.ts';

/** `lab open [part]`: the browser on a part's page. */
export const openCommand = defineCommand({
  meta: { name: 'open', description: 'Open a part in the browser' },
  args: {
    part: { type: 'positional', required: false, description: 'Which part; by default the one with the most to see' },
  },
  run: async ({ args }) => {
    const lab = await findLab();
    const part = args.part ? partOf(lab, args.part) : mostToSee(lab);
    const url = pageOf(lab.endpoints, part);
    if (!url) throw new LabError({ what: `${part} has no page.`, next: 'npm run status' });
    console.log(url);
    if (process.stdout.isTTY) await open(url);
  },
});

function mostToSee(lab: Lab) {
  return (
    (['grafana', 'console', 'jaeger', 'prometheus'] as const).find((part) => lab.parts.includes(part)) ?? 'gateway'
  );
}
