import { defineCommand } from 'citty';
import { findLab } from '../../runtime/find-lab.ts';
import { numberOf } from '../strict-arguments.ts';
import { interruptible } from '../interruptible.ts';
import { partOf } from './part.ts';

/** `lab logs <part>` */
export const logsCommand = defineCommand({
  meta: { name: 'logs', description: "Show a part's log" },
  args: {
    part: {
      type: 'positional',
      required: false,
      description: 'gateway, orders, stock, collector, prometheus, tempo …',
    },
    lines: { type: 'string', default: '100', description: 'How many of the last lines', valueHint: 'n' },
    follow: { type: 'boolean', alias: 'f', default: false, description: 'Go on until Ctrl-C' },
  },
  run: async ({ args }) => {
    const lines = numberOf('lines', args.lines, { min: 1, max: 1_000_000 });
    const lab = await findLab({ partly: true });
    const part = partOf(lab, args.part);
    await interruptible('', (signal) => lab.logs(part, { lines, follow: args.follow, signal }));
  },
});
