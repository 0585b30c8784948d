import { metric } from '@span-metrics-lab/grafana';
import { expect, test } from 'vitest';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { until } from '../../lab/src/base/poll.ts';
import { badSpansHurtNobodyElse } from '../support/bad-spans.ts';
import { sendSpans, serverSpan } from '../support/otlp.ts';
import { restart } from '../support/restart.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
badSpansHurtNobodyElse(() => lab);

test('negative control: without the repairs, who shares a request with a bad span is lost with it, and counted', async () => {
  lab.collector.write({ service: { pipelines: { traces: { processors: ['memory_limiter'] } } } });
  await restart(lab, 'collector');
  try {
    const companion = serverSpan('GET /good');
    await sendSpans(lab, 'careless', [serverSpan('GET /bad', { traceId: '' }), companion]);
    await until('the store has refused both', async () =>
      sumOf(await readExposition(lab.endpoints.collectorTelemetry), metric.sendFailed) === 2 ? true : undefined,
    );
    expect(await lab.stores[0]!.trace(companion.traceId)).toEqual([]);
  } finally {
    lab.collector.write({});
    await restart(lab, 'collector');
  }
});
