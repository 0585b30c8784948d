import { defineCommand } from 'citty';
import { LabError } from '../../base/lab-error.ts';
import { findLab } from '../../runtime/find-lab.ts';
import { interruptible } from '../interruptible.ts';
import { numberOf } from '../strict-arguments.ts';

/** `lab load`: k6 with the lab's own mix of requests. */
export const loadCommand = defineCommand({
  meta: { name: 'load', description: 'Send requests with k6; its own metrics go to Prometheus too' },
  args: {
    duration: { type: 'string', default: '30s', description: 'How long', valueHint: '30s|5m' },
    vus: { type: 'string', default: '10', description: 'How many users at once', valueHint: 'n' },
  },
  run: async ({ args }) => {
    const vus = numberOf('vus', args.vus, { min: 1, max: 1000 });
    if (!/^(\d+(ms|s|m|h))+$/.test(args.duration)) {
      throw new LabError({
        what: `--duration cannot be "${args.duration}".`,
        expected: 'a time such as 30s or 5m',
        found: args.duration,
      });
    }
    const lab = await findLab();
    const { exitCode } = await interruptible('The load was stopped.', (signal) =>
      lab.load({ duration: args.duration, vus, say: (line) => console.log(line), signal }),
    );
    if (exitCode === 99) console.error('A threshold was missed: see the marks above. Next: npm run check');
    return exitCode;
  },
});
