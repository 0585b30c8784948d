import { metric } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sumOf, readExposition } from '../../lab/src/backends/exposition.ts';
import { routeKey, type StoredSpan, type TraceStore } from '../../lab/src/backends/trace-store.ts';
import { getJson } from '../../lab/src/backends/http.ts';
import { check } from '../../lab/src/check/check.ts';
import { balance, keepLedger } from '../../lab/src/check/ledger.ts';
import type { Health } from '../../lab/src/console/health.ts';
import type { Sent } from '../../lab/src/check/request.ts';
import { badSpansHurtNobodyElse } from '../support/bad-spans.ts';
import { browserTest } from '../support/browser.ts';
import { expectEveryPanel, runK6 } from '../support/every-panel.ts';
import { oddNamesAreFound } from '../support/odd-names.ts';
import { restart } from '../support/restart.ts';
import { ownLayer } from '../support/own-layer.ts';
import { numbers, shownBy } from '../support/panel-numbers.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { booksOverOutages } from '../support/outages.ts';
import { expectUnharmedByPage, expectUnharmedByRebound } from '../support/unharmed.ts';

describe('Tempo and Jaeger in one lab', () => {
  const layer = ownLayer();
  let lab: StartedLab;
  let sent: Sent[];
  let run: string;
  let range: { start: number; end: number };
  beforeAll(async () => {
    lab = await startLab({ stack: 'both', configs: { collector: layer.path } });
    const start = Date.now() / 1000 - 1;
    const load = await steadyLoad(lab.endpoints, { perSecond: 30, seconds: 10 });
    ({ sent, run } = load);
    range = { start, end: Date.now() / 1000 + 1 };
    expect((await balance(lab, load.run, sent, { patience: 60_000 })).differences).toEqual([]);
  });
  afterAll(async () => {
    await lab?.[Symbol.asyncDispose]();
    layer[Symbol.dispose]();
  });

  test('both stores have the same 50 random traces, span for span', async () => {
    const drawn = sent.toSorted(() => Math.random() - 0.5).slice(0, 50);
    for (const { traceId } of drawn) {
      const [tempo, jaeger] = await Promise.all(
        lab.stores.map(async (store) => (await store.trace(traceId)).map(comparable).sort()),
      );
      expect(jaeger).toEqual(tempo);
      expect(tempo!.length).toBeGreaterThan(0);
    }
  });

  test('both stores return the same services, operations, searches, counts and edges', async () => {
    const answers = () => Promise.all(lab.stores.map((store) => answersOf(store, range, sent)));
    const [, jaeger] = await answers();
    await expect.poll(async () => (await answers())[0], { timeout: 60_000, interval: 2_000 }).toEqual(jaeger); // Tempo's names lag
    const [tempo] = await answers();
    expect(tempo!.services).toEqual(['gateway', 'orders', 'stock']);
    expect(tempo!.edges).toEqual(['gateway > orders', 'orders > stock']);
    expect(tempo!.unknown).toEqual([]);
  });

  test('Tempo’s panel counts every SERVER span of the gateway that was sent', async () => {
    const spans = sent.flatMap(({ scenario, status }) => scenario.due(status!));
    const due = spans.filter(({ service }) => service === 'gateway').length; // the first service is chosen
    const window = { start: range.start * 1000 - 5_000, end: range.end * 1000 + 5_000 };
    const shown = async () =>
      numbers(await shownBy(lab, 'stores-counts-tempo', run, window)).reduce((sum, n) => sum + n, 0);
    await expect.poll(shown, { timeout: 60_000, interval: 2_000 }).toBe(due); // TraceQL metrics lag by half a minute
  });

  browserTest('a page of another site changes nothing in either store', () => expectUnharmedByPage(lab));

  test('…and no page that was rebound to this machine', () => expectUnharmedByRebound(lab));

  oddNamesAreFound(() => lab);

  test('the lab passes the check, including the ledger', async () => {
    const result = await check(lab, { requests: 100 });
    expect(result.hops.filter((h) => !h.ok)).toEqual([]);
    expect(result.ledger?.differences).toEqual([]);
  });

  test('every panel shows data', async () => {
    await runK6(lab, 10);
    await expectEveryPanel(lab);
  });

  test('both stores count the sent requests by route', async () => {
    const due = new Map<string, number>();
    for (const { scenario, status } of sent) {
      for (const { service, name } of scenario.due(status!))
        due.set(routeKey(service, name), (due.get(routeKey(service, name)) ?? 0) + 1);
    }
    for (const store of lab.stores) {
      await expect.poll(() => store.countByRoute(range), { timeout: 60_000, interval: 2_000 }).toEqual(due); // Tempo's generator lags by half a minute
    }
  }, 150_000);

  badSpansHurtNobodyElse(() => lab);

  test('each store is complete and the counts are exact after Tempo was down and Jaeger and Cassandra were killed', async () => {
    const ledger = await booksOverOutages(lab, 30, [
      { parts: ['tempo'], graceful: true },
      { parts: ['jaeger', 'cassandra'] },
    ]);
    expect(ledger.differences).toEqual([]);
  }, 400_000);

  test('a full queue for Jaeger loses spans in Jaeger only, not in Tempo or the counts', async () => {
    layer.write({ exporters: { 'otlp_http/jaeger': { sending_queue: { queue_size: 100 } } } });
    await restart(lab, 'collector');
    await lab.lab.kill('jaeger');
    const colours = new Set([await colourOfCollector(lab)]); // the looks after it can tell what grew
    const tempoOnly = { ...lab.ledger, stores: lab.stores.filter((store) => store.name === 'Tempo') };
    const ledger = await keepLedger(tempoOnly, { requests: 200, concurrency: 10 });
    expect(ledger.differences).toEqual([]);
    const lost = async () =>
      sumOf(await readExposition(lab.endpoints.collectorTelemetry), metric.sendFailed, {
        exporter: 'otlp_grpc/relay_jaeger',
      });
    const lostAndSeen = async () => {
      colours.add(await colourOfCollector(lab));
      return await lost();
    };
    await expect.poll(lostAndSeen, { timeout: 15_000 }).toBeGreaterThan(0); // spans dropped for Jaeger, as the collector tells
    expect([...colours]).not.toContain('down'); // a relay that is refused is as designed
  });
});

/** The collector's box in the lab's own console. */
async function colourOfCollector({ endpoints }: StartedLab): Promise<string> {
  const { nodes } = await getJson<Health>('console', `${endpoints.console}/api/health`);
  return nodes.find((node) => node.name === 'collector')!.state;
}

function comparable(span: StoredSpan): string {
  return [span.spanId, span.parentSpanId || 'root', span.service, span.name, span.kind, span.status].join(' ');
}

async function answersOf(store: TraceStore, range: { start: number; end: number }, sent: Sent[]) {
  const services = await store.services();
  const chains = await store.search({ ...range, service: 'gateway', operation: 'GET /chain', limit: 500 });
  const errors = await store.search({
    ...range,
    service: 'gateway',
    operation: 'GET /error_test',
    errorsOnly: true,
    limit: 500,
  });
  const slow = await store.search({ ...range, service: 'gateway', minDuration: 20_000, limit: 10 });
  const ours = new Set(sent.map((s) => s.traceId));
  return {
    services,
    operations: await Promise.all(services.map((s) => store.operations(s))),
    chains: chains
      .map((t) => t.traceId)
      .filter((id) => ours.has(id))
      .sort(),
    roots: [...new Set(chains.map((t) => `${t.rootService} ${t.rootName}`))],
    errors: errors.map((t) => t.traceId).sort(),
    slow: slow.length,
    edges: (await store.dependencies(range)).map((e) => `${e.parent} > ${e.child}`).sort(),
    unknown: await store.trace('00000000000000000000000000000abc'),
  };
}
