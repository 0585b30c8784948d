import { whyRefused } from '../../../../check/refusal.ts';
import { receiverCountersIn, waitingSpansIn } from '../../../../backends/collector-counters.ts';
import type { NodeHealth } from '../../../health.ts';
import { measured } from '../meters.ts';
import { noAnswer } from '../no-answer.ts';
import { BACKLOG, type Look } from './look.ts';

/** The collector by its own counters: spans that it accepts from the apps, that wait, and that it refuses. */
export async function collectorNode({ settings, facts: { collector, at }, meters }: Look): Promise<NodeHealth> {
  const text = 'text' in collector ? collector.text : undefined;
  const counters = text === undefined ? undefined : receiverCountersIn(text);
  const accepted = meters.read('collector', counters?.accepted, at);
  const refused = meters.read('refused', counters?.refused, at);
  const about = { name: 'collector' as const, ...measured(accepted, 'spans/s', at) };
  if ('found' in collector)
    return { ...about, state: 'down', failure: noAnswer('collector', 'exposes its counters', collector.found) };
  const queue = waitingSpansIn(collector.text);
  const refusing = refused.rate(at) ?? 0;
  if (refusing === 0) return { ...about, queue, state: queue > BACKLOG ? 'waits' : 'up' };
  return {
    ...about,
    queue,
    state: 'down',
    failure: {
      what: 'The collector refuses spans.',
      expected: 'every span is accepted',
      found: `${refusing.toPrecision(2)} spans/s refused in the last seconds`,
      ...(await whyRefused(collector.text, settings)),
    },
  };
}
