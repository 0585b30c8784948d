import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import { expect, test } from 'vitest';
import { scenario, scenarios } from '../../lab/src/parts/scenarios.ts';
import { until } from '../../lab/src/base/poll.ts';
import { newRun, send, type Sent } from '../../lab/src/check/request.ts';
import { expectFreshness } from '../support/freshness.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();

test.each(scenarios.map((j) => [j.name, j] as const))(
  '%s leaves exactly its SERVER and CLIENT spans',
  async (_, scenario) => {
    const sent = await send(scenario, lab.endpoints, newRun());
    expect(scenario.answers).toContain(sent.status);
    for (const spans of await tracesOf(sent)) {
      const servers = spans.filter((s) => s.kind === 'server');
      expect(servers.map((s) => `${s.service} ${s.name} ${s.attributes['http.response.status_code']}`).sort()).toEqual(
        scenario
          .due(sent.status!)
          .map((s) => `${s.service} ${s.name} ${s.status}`)
          .sort(),
      );
      expect(spans.filter((s) => s.kind === 'client')).toHaveLength(scenario.clientSpans);
      expect(spans).toHaveLength(servers.length + scenario.clientSpans);
      for (const span of servers) {
        expect(`${span.attributes['http.request.method']} ${span.attributes['http.route']}`).toBe(span.name);
        expect(span.attributes).not.toHaveProperty('http.method'); // old conventions
        expect(span.status).toBe(Number(span.attributes['http.response.status_code']) >= 500 ? 'error' : 'unset');
        expect(span.resource).toMatchObject({
          'service.namespace': 'span-metrics-lab',
          'service.version': expect.any(String),
          'deployment.environment.name': 'lab',
        });
      }
    }
  },
);

test('health checks make no span', async () => {
  const traceId = 'feed'.repeat(8);
  for (const path of ['/healthz', '/readyz']) {
    const answer = await fetch(lab.endpoints.gateway + path, {
      headers: { traceparent: `00-${traceId}-${'ab'.repeat(8)}-01` },
    });
    expect(answer.status).toBe(200);
  }
  const later = await send(scenarios[0]!, lab.endpoints, newRun()); // what came after them is there, they are not
  await tracesOf(later);
  for (const store of lab.stores) expect(await store.trace(traceId)).toEqual([]);
});

test('an exemplar of a latency bucket leads to a stored trace', async () => {
  const run = newRun();
  const chain = scenario('GET /chain');
  const query = seriesOf(metric.durationBucket, { [label.run]: run });
  const once = async () => {
    await send(chain, lab.endpoints, run); // each time: about half of them are replaced before a scrape sees them
    const now = Date.now() / 1000;
    return (await lab.prometheus.exemplars(query, { start: now - 60, end: now + 1 }))[0];
  };
  const exemplar = await until('Prometheus has an exemplar', once, { every: 500 });
  const traceId = exemplar.labels['trace_id'] ?? '';
  expect(traceId).toMatch(/^[0-9a-f]{32}$/);
  for (const store of lab.stores) {
    const spans = await until(`${store.name} has ${traceId}`, async () => {
      const found = await store.trace(traceId);
      return found.length > 0 ? found : undefined;
    });
    expect(spans[0]!.traceId).toBe(traceId);
  }
});

test('a request is in calls_total within 1 s (p95 of 40)', (context) => expectFreshness(lab, 1, context));

test('a request through all services adds the edges gateway → orders → stock to the service graph, and no other', async () => {
  const before = new Map(await edges());
  await send(scenario('GET /chain'), lab.endpoints, newRun());
  const added = async () =>
    (await edges())
      .filter(([edge, count]) => count > (before.get(edge) ?? 0))
      .map(([e]) => e)
      .sort();
  await expect.poll(added, { timeout: 30_000, interval: 200 }).toEqual(['gateway orders', 'orders stock']);
});

/** How often each service called another, as the service graph counts it; callers from outside are left out. */
async function edges(): Promise<[edge: string, count: number][]> {
  const counted = await lab.prometheus.query(`sum by (client, server) (${metric.edges}{client!="user"})`);
  return counted.map(({ labels, value }) => [`${labels['client']} ${labels['server']}`, value]);
}

async function tracesOf(sent: Sent) {
  const due = sent.scenario.due(sent.status!).length + sent.scenario.clientSpans;
  return Promise.all(
    lab.stores.map((store) =>
      until(`${store.name} has all of ${sent.traceId}`, async () => {
        const spans = await store.trace(sent.traceId);
        return spans.length >= due ? spans : undefined;
      }),
    ),
  );
}
