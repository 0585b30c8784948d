import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { activeAlerts, followAlert } from '../support/alerts.ts';
import { sendLargeTrace } from '../support/large-data.ts';
import { tempoNumber } from '../support/tempo-counters.ts';
import { stack } from '../support/this-run.ts';
import { bench } from './bench.ts';
import { note } from './results.ts';
import { isTriedOn } from './rows.ts';

const here = isTriedOn(stack, 25); // Jaeger has no such limit: test/jaeger reads larger traces back
const lab = here ? await bench({ capabilities: ['alerts'] }) : undefined!;
afterAll(() => lab?.[Symbol.asyncDispose]());

const alert = { alertname: 'SpansLeftOut', loss: 'Tempo: discarded' };
const discarded = () => tempoNumber(lab, 'tempo_discarded_spans_total', { reason: 'trace_too_large' });
const readsBack = (traceId: string, spans: number) =>
  until(
    'the trace is complete',
    async () => ((await lab.stores[0]!.trace(traceId)).length === spans ? true : undefined),
    {
      deadline: 60_000,
      every: 500,
    },
  );

test.runIf(here)('control: a trace of 6 MB, over Tempo’s own limit, is complete, and no alert fires', async () => {
  await readsBack(await sendLargeTrace(lab, 12, 500_000), 12);
  expect(await discarded()).toBe(0);
  expect(await activeAlerts(lab, alert)).toEqual([]);
  note(25, { control: '6 MB: stored, 0 discarded, no alert' });
});

test.runIf(here)(
  'of a trace of 30 MB, over the lab’s limit, what Tempo discards after it took it is told by an alert',
  async () => {
    let traceId = '';
    const steps = await followAlert(lab, alert, {
      cause: async () => (traceId = await sendLargeTrace(lab, 60, 500_000)),
      end: async () => {},
    });
    const left = await discarded();
    await readsBack(traceId, 60 - left);
    note(25, {
      seen: `30 MB: ${60 - left} spans stored, ${left} discarded; told after ${steps.delivered.toFixed(1)} s`,
    });
  },
);
