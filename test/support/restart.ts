import type { PartName } from '../../lab/src/parts/parts.ts';
import type { TestLab } from './test-lab.ts';

/** Stops a running part gracefully and starts it again. */
export async function restart({ lab }: TestLab, part: PartName): Promise<void> {
  await lab.stop(part);
  await lab.start(part);
}
