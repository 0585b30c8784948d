import { sumOf } from '../../../../backends/exposition.ts';
import { readyUrl } from '../../../../parts/ready-url.ts';
import type { NodeHealth } from '../../../health.ts';
import { measured } from '../meters.ts';
import { noAnswer } from '../no-answer.ts';
import { probeHttp } from '../probe.ts';
import { BACKLOG, type Look } from './look.ts';

/** A trace store: whether it answers a search, and what the collector sends it and keeps for it. */
export async function storeNode(part: 'tempo' | 'jaeger', { settings, facts, meters }: Look): Promise<NodeHealth> {
  const { at, collector } = facts;
  const exporter = { exporter: `otlp_http/${part}` };
  const text = 'text' in collector ? collector.text : undefined;
  const sent = text === undefined ? undefined : (sumOf(text, 'otelcol_exporter_sent_spans_total', exporter) ?? 0);
  const queue = text === undefined ? undefined : sumOf(text, 'otelcol_exporter_queue_size', exporter);
  const about = {
    name: part,
    ...measured(meters.read(part, sent, at), 'spans/s', at),
    ...(queue !== undefined && { queue }),
  };
  const found = await probeHttp(readyUrl(part, settings.endpoints)!);
  if (!found) return { ...about, state: (queue ?? 0) > BACKLOG ? 'waits' : 'up' };
  const waiting = queue ? `; ${queue} spans wait in the collector’s queue and are not lost` : '';
  return { ...about, state: 'down', failure: noAnswer(part, 'answers a search', `${found}${waiting}`) };
}
