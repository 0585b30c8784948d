import { label, metric } from '@span-metrics-lab/grafana';
import { sumOf } from '../../../../backends/exposition.ts';
import type { PartName } from '../../../../parts/parts.ts';
import type { NodeHealth } from '../../../health.ts';
import { measured } from '../meters.ts';
import { noAnswer } from '../no-answer.ts';
import { notReady } from '../not-ready.ts';
import { BACKLOG, type Look } from './look.ts';

/** What a store keeps, and the collector's counter of what it sent there. */
const kinds = {
  traces: { things: 'spans', sent: metric.sent, works: 'answers a search' },
  logs: { things: 'lines', sent: metric.sentLines, works: 'answers' },
} as const;

/** A store of traces or logs: whether it answers, and what the collector sends to it and queues for it. */
export async function storeNode(
  part: PartName,
  { settings, facts, meters }: Look,
  kind: keyof typeof kinds = 'traces',
): Promise<NodeHealth> {
  const { things, works, ...counter } = kinds[kind];
  const { at, collector } = facts;
  const exporter = { [label.exporter]: `otlp_http/${part}` };
  const text = 'text' in collector ? collector.text : undefined;
  const sent = text === undefined ? undefined : (sumOf(text, counter.sent, exporter) ?? 0);
  const queue = text === undefined ? undefined : sumOf(text, metric.queueSize, exporter);
  const about = {
    name: part,
    ...measured(meters.read(part, sent, at), `${things}/s`, at),
    ...(queue !== undefined && { queue, queued: things }),
  };
  const found = await notReady(part, settings.endpoints);
  if (!found) return { ...about, state: (queue ?? 0) > BACKLOG ? 'waits' : 'up' };
  const waiting = queue ? `; ${queue} ${things} wait in the collector’s queue and are not lost` : '';
  return { ...about, state: 'down', failure: noAnswer(part, works, `${found}${waiting}`) };
}
