import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { askPanels } from '../../lab/src/check/panels/ask-panels.ts';
import { sendKnownLoad } from '../../lab/src/check/load/known-load.ts';
import { sendSpan } from '../support/send-span.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';

// Names that foreign services may have; the lab's own names have none of these characters.
const services = ['my "shop"', 'payment.v2', 'C:\\svc', 'two\nlines', '`tick` $service | rate()'];
const route = 'GET /odata/$metadata "x" {id}';

let lab: StartedLab;
beforeAll(async () => {
  lab = await startLab();
  for (const service of services) {
    // twice: the first value of a series gives no rate
    for (let sent = 1; sent <= 2; sent++) {
      await sendSpan(lab, service, route);
      await until(`PromQL counts span ${sent} of ${service}`, async () => {
        const query = `sum(${seriesOf(metric.calls, { [label.service]: service, [label.route]: route })})`;
        return (await lab.prometheus.query(query))[0]?.value === sent ? true : undefined;
      });
    }
  }
});
afterAll(() => lab?.[Symbol.asyncDispose]());

describe.each(services)('%j', (service) => {
  test('an odd name is found in every store by its service and its route', async () => {
    const traceId = await sendSpan(lab, service, route);
    const now = Date.now() / 1000;
    for (const store of lab.stores) {
      await until(`${store.name} finds it`, async () => {
        const found = await store.search({ service, operation: route, start: now - 60, end: now + 60 });
        return found.some((trace) => trace.traceId === traceId) ? true : undefined;
      });
      await until(`${store.name} knows its routes`, async () =>
        (await store.operations(service)).join() === route ? true : undefined,
      );
    }
  });
});

test('every panel answers for each of these names', async () => {
  const load = await sendKnownLoad(lab.endpoints, lab.prometheus);
  const { findings } = await askPanels(lab, { values: 'every', load, patience: 5_000 });
  expect(findings).toEqual([]);
});
