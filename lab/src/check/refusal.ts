import { metric } from '@span-metrics-lab/grafana';
import { mostWaitingSpansIn, waitingSpansIn } from '../backends/collector-counters.ts';
import { sumOf } from '../backends/exposition.ts';
import type { Failure } from '../base/lab-error.ts';
import { type Disks, fullDisk } from './full-disk.ts';

/** Why the collector refuses spans, by its own counters and the disk of its queue, and what to do. */
export async function whyRefused(own: string, disks: Disks): Promise<Pick<Failure, 'cause' | 'next'>> {
  const disk = await fullDisk('collector', disks);
  const cause = disk ? `the disk of its queue is full, ${disk.found}` : causeIn(own);
  return {
    cause: `${cause}; the SDK retries, so counts may be too high`,
    next: disk?.next ?? 'npm run lab -- logs collector',
  };
}

function causeIn(own: string): string {
  if ((sumOf(own, metric.enqueueFailed) ?? 0) === 0) return 'the memory limiter';
  const full = waitingSpansIn(own) > 0.9 * mostWaitingSpansIn(own);
  return full ? 'a full sending queue' : 'a sending queue that cannot be written: its disk is full';
}
