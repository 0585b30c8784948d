import type { Prometheus } from '../../../../backends/prometheus.ts';
import type { ConsoleSettings } from '../../settings.ts';
import type { Facts } from '../facts.ts';
import type { Meters } from '../meters.ts';

/** What a box of the picture is judged by: the lab, what was just found, and the counters of the looks before. */
export type Look = {
  settings: Pick<ConsoleSettings, 'endpoints'>;
  facts: Facts;
  meters: Meters;
  prometheus: Prometheus;
};

/** More spans than this in a queue is a backlog, not a batch on its way. */
export const BACKLOG = 1_000;
