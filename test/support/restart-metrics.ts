import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { labFiles } from '../../lab/src/runtime/lab-files.ts';
import type { TestLab } from './test-lab.ts';

/** Restarts the collector of a native lab, which reads its configuration then, and a Prometheus without the earlier data. */
export async function restartMetrics({ lab, home }: TestLab): Promise<void> {
  await lab.stop('collector');
  await lab.stop('prometheus');
  rmSync(join(labFiles(home).data, 'prometheus'), { recursive: true });
  await lab.start('collector');
  await lab.start('prometheus');
}
