import type { Prometheus } from '../../../../backends/prometheus.ts';
import type { ConsoleSettings } from '../../settings.ts';
import type { Facts } from '../facts.ts';
import type { Meters } from '../meters.ts';

/** What the health of a box is derived from: the lab, the latest readings, and the earlier counters. */
export type Look = {
  settings: Pick<ConsoleSettings, 'endpoints' | 'runtime'>;
  facts: Facts;
  meters: Meters;
  prometheus: Prometheus;
};

/** More spans than this in a queue are a backlog, not just the next batch. */
export const BACKLOG = 1_000;
