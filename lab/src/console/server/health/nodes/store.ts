import { label, metric } from '@span-metrics-lab/grafana';
import { sumOf } from '../../../../backends/exposition.ts';
import type { PartName } from '../../../../parts/parts.ts';
import type { NodeHealth } from '../../../health.ts';
import { measured } from '../meters.ts';
import { noAnswer } from '../no-answer.ts';
import { notReady } from '../not-ready.ts';
import { BACKLOG, type Look } from './look.ts';

/** A trace store: whether it answers a search, and the spans that the collector sends to it and queues for it. */
export async function storeNode(part: PartName, { settings, facts, meters }: Look): Promise<NodeHealth> {
  const { at, collector } = facts;
  const exporter = { [label.exporter]: `otlp_http/${part}` };
  const text = 'text' in collector ? collector.text : undefined;
  const sent = text === undefined ? undefined : (sumOf(text, metric.sent, exporter) ?? 0);
  const queue = text === undefined ? undefined : sumOf(text, metric.queueSize, exporter);
  const about = {
    name: part,
    ...measured(meters.read(part, sent, at), 'spans/s', at),
    ...(queue !== undefined && { queue }),
  };
  const found = await notReady(part, settings.endpoints);
  if (!found) return { ...about, state: (queue ?? 0) > BACKLOG ? 'waits' : 'up' };
  const waiting = queue ? `; ${queue} spans wait in the collector’s queue and are not lost` : '';
  return { ...about, state: 'down', failure: noAnswer(part, 'answers a search', `${found}${waiting}`) };
}
