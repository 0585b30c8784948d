import { setTimeout as wait } from 'node:timers/promises';
import { label, metric } from '@span-metrics-lab/grafana';
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readExposition, samplesOf } from '../../lab/src/backends/exposition.ts';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { keepLedger } from '../../lab/src/check/ledger.ts';
import { newRun, send } from '../../lab/src/check/request.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { ownLayer } from '../support/own-layer.ts';
import { restart } from '../support/restart.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';
import { quick } from '../support/steady-load.ts';

/** Marks expire as in a lab, but after seconds instead of a minute. */
const ending = (seconds: number) => ({
  connectors: { 'span_metrics/checks': { series_expiration: `${seconds}s` } },
  exporters: { prometheus: { metric_expiration: '6s' } },
});

const layer = ownLayer(ending(3));
let lab: StartedLab;
beforeAll(async () => void (lab = await startLab({ configs: { collector: layer.path } })));
afterAll(async () => {
  await lab?.[Symbol.asyncDispose]();
  layer[Symbol.dispose]();
});

test('the marks of finished checks leave the endpoint while others are counted', async () => {
  const runs = await ledgersInARow();
  expect(await marksOnEndpoint()).not.toContain(runs[0]);
  await allGone();
});

test('the marks would stay if only services expired, not series', async () => {
  await restartWith(ending(0));
  const runs = await ledgersInARow();
  expect(await marksOnEndpoint()).toEqual(expect.arrayContaining(runs));
});

test('1,000 marks make 300 series, other requests are counted, and a check says why its own are not', async () => {
  await restartWith(ending(10));
  const others = async () => {
    for (let i = 0; i < 20; i++) await fetch(`${lab.endpoints.gateway}/items/7`);
  };
  await Promise.all([send1000Marks(), others()]);
  expect(await marksOnEndpoint()).toHaveLength(301); // the limit, and what is beyond it
  await until('the 20 requests without a mark are counted', async () =>
    (await callsByMark()).get('') === 20 ? true : undefined,
  );

  const { ok, hops, ledger } = await check(lab, { requests: 20 });
  expect(ok).toBe(false);
  expect(hops.find((hop) => !hop.ok)).toMatchObject({
    name: 'connector',
    found: expect.stringContaining('counted without their mark'),
    cause: expect.stringContaining('somebody sends baggage lab.run'),
  });
  expect(ledger!.differences.at(-1)).toContain('counted without their mark');

  await allGone();
  const after = await keepLedger(lab.ledger, { requests: 50, concurrency: 10 });
  expect(after.differences).toEqual([]);
});

test('1,000 marks would make 1,000 series without the limit', async () => {
  await restartWith({ connectors: { 'span_metrics/checks': { aggregation_cardinality_limit: 0 } } });
  await send1000Marks();
  expect(await marksOnEndpoint()).toHaveLength(1000);
});

async function restartWith(top: object): Promise<void> {
  layer.write(top);
  await restart(lab, 'collector');
}

/** Eight ledgers, one after the other, over 15 s: longer than a mark lasts, and fewer than fill the limit. Returns their marks. */
async function ledgersInARow(): Promise<string[]> {
  const runs: string[] = [];
  for (let run = 0; run < 8; run++) {
    const [ledger] = await Promise.all([
      keepLedger(lab.ledger, { requests: quick.length, concurrency: 10, scenarios: quick }),
      wait(2_000), // the pace
    ]);
    expect(ledger.differences).toEqual([]);
    runs.push(ledger.run);
  }
  return runs;
}

/** Sends 1,000 requests with 1,000 marks and waits until the connector has counted them. */
async function send1000Marks(): Promise<void> {
  const items = scenario('GET /items/:id');
  const limit = pLimit(20);
  await Promise.all(Array.from({ length: 1000 }, () => limit(() => send(items, lab.endpoints, newRun()))));
  const counted = async () => [...(await callsByMark())].reduce((sum, [mark, calls]) => sum + (mark ? calls : 0), 0);
  await until('1,000 marked requests are counted', async () => ((await counted()) === 1000 ? true : undefined));
}

async function allGone(): Promise<void> {
  await until('every mark has left the endpoint', async () =>
    (await marksOnEndpoint()).length === 0 ? true : undefined,
  );
}

async function marksOnEndpoint(): Promise<string[]> {
  return [...(await callsByMark()).keys()].filter((mark) => mark !== '');
}

/** Calls on the collector's endpoint by mark; '' for those without one. */
async function callsByMark(): Promise<Map<string, number>> {
  const calls = new Map<string, number>();
  const text = await readExposition(lab.endpoints.spanMetrics);
  for (const { name, labels, value } of samplesOf(text)) {
    if (name !== metric.calls) continue;
    const mark = labels[label.run] ?? '';
    calls.set(mark, (calls.get(mark) ?? 0) + value);
  }
  return calls;
}
