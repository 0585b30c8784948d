import type { Command } from 'commander';
import { findLab } from '../../runtime/find-lab.ts';
import { exitCodes } from '../exit-codes.ts';
import { interruptible } from '../interruptible.ts';
import { duration, integer } from '../values.ts';

/** `lab load`: k6 with the lab's own mix of requests. The exit code is that of k6. */
export function addLoad(lab: Command): void {
  lab
    .command('load')
    .description('Send requests with k6; its own metrics go to Prometheus too')
    .option('--duration <time>', 'How long to send, such as 30s or 5m', duration, '30s')
    .option('--vus <n>', 'Concurrent virtual users', integer({ min: 1, max: 1000 }), 10)
    .action(run);
}

async function run(options: { duration: string; vus: number }): Promise<void> {
  const lab = await findLab();
  const { exitCode } = await interruptible('The load was stopped.', async (signal) => {
    const end = await lab.load({ ...options, say: (line) => console.log(line), signal });
    signal.throwIfAborted(); // k6 ends gracefully and with a code of its own
    return end;
  });
  if (exitCode === exitCodes.threshold)
    console.error('A threshold was missed: it is marked above. Next: npm run check');
  process.exitCode = exitCode;
}
