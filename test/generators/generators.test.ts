import { label, metric, seriesOf, spanKinds } from '@span-metrics-lab/grafana';
import { afterAll, expect, test } from 'vitest';
import { sentBy, totalKey } from '../../lab/src/backends/generator.ts';
import { describeError, until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { spanOf } from '../../lab/src/check/counted.ts';
import { keepLedger } from '../../lab/src/check/ledger.ts';
import { services } from '../../lab/src/generator/service-map.ts';
import { up } from '../../lab/src/runtime/up.ts';
import { restart } from '../support/restart.ts';
import { ownLayer } from '../support/own-layer.ts';
import { startLab } from '../support/start-lab.ts';
import { testLabOf } from '../support/test-lab.ts';

// A small lab first, which gets the capability while it runs.
const layer = ownLayer();
const small = await startLab({ stack: 'tempo', configs: { collector: layer.path } });
afterAll(async () => {
  await small[Symbol.asyncDispose]();
  layer[Symbol.dispose]();
});
let lab = small;

test('without the capability nothing of it runs, and the check skips its hop', async () => {
  expect(lab.parts).not.toContain('generator');
  const { hops } = await check(lab, { requests: 0 });
  expect(hops.find(({ name }) => name === 'generator')).toMatchObject({ ok: true, skipped: true });
});

test('a running lab gets it by a second start, which leaves everything else running', async () => {
  const before = await small.lab.status();
  const more = await up({ stack: 'tempo', runtime: 'native', capabilities: ['generators'], say: () => {} });
  lab = { ...testLabOf(more, small), [Symbol.asyncDispose]: small[Symbol.asyncDispose] };
  expect(lab.parts).toContain('generator');
  const pid = (part: string, list: Awaited<ReturnType<typeof lab.lab.status>>) =>
    list.find((one) => one.part === part)?.pid;
  const after = await lab.lab.status();
  for (const part of ['gateway', 'collector', 'prometheus', 'tempo']) expect(pid(part, after)).toBe(pid(part, before));
  expect(after.find(({ part }) => part === 'generator')?.state).toBe('running');
  await expect(up({ stack: 'tempo', runtime: 'native', say: () => {} })).rejects.toThrow('A lab is already up.');
});

test('the check passes with its hop, and the ledger of 1,000 is exact beside its traffic', async () => {
  const result = await check(lab, { requests: 50 });
  expect(result.hops.filter((hop) => !hop.ok)).toEqual([]);
  expect(result.hops.find(({ name }) => name === 'generator')).not.toHaveProperty('skipped');
  const ledger = await keepLedger(lab.ledger, { requests: 1_000, concurrency: 10 });
  expect(ledger.differences).toEqual([]);
});

test('what it says that it sent is what Prometheus counts, span for span', async () => {
  const sent = async () => (await sentBy(lab.endpoints.generator!)).totals;
  const counted = async () => {
    const by = [label.service, label.route, label.kind, label.httpStatus];
    const found = new Map<string, number>();
    for (const service of services) {
      const ours = seriesOf(metric.calls, { [label.service]: service, [label.run]: '' });
      const query = `sum by (${by.join(', ')}) (${ours}) > 0`; // of what only a check called, a zero is recorded
      for (const { labels, value } of await lab.prometheus.query(query)) {
        const kind = labels[label.kind] === spanKinds.server ? 'server' : 'client';
        found.set(totalKey({ ...spanOf(labels), kind }), value);
      }
    }
    return found;
  };
  // It sends each second and Prometheus scrapes each second: what is counted may be what it had sent a second ago.
  const stated = new Set<string>();
  const inOrder = (spans: Iterable<[string, number]>) => JSON.stringify([...spans].sort());
  let last = '';
  await until(
    'the counts are a total that it has stated since the start of the test',
    async () => {
      const totals = await sent();
      stated.add(inOrder(totals.map((total) => [totalKey(total), total.spans])));
      const found = await counted();
      last = describeError(JSON.stringify({ totals, found: [...found] }));
      return found.size > 0 && stated.has(inOrder(found)) ? true : undefined;
    },
    { deadline: 30_000, every: 200 },
  ).catch((error: Error) => expect.fail(`${error.message}\n${last}`));
});

test('if the collector drops one span of the generator, the hop says which are missing', async () => {
  layer.write({
    processors: {
      'filter/lossy': { trace_conditions: ['span.name == "POST /payments"'] },
      memory_limiter: { check_interval: '1s', limit_mib: 400 },
    },
    service: { pipelines: { traces: { processors: ['memory_limiter', 'filter/lossy'] } } },
  });
  await restart(lab, 'collector');
  const { hops, ok } = await check(lab, { requests: 0 });
  expect(ok).toBe(false);
  expect(hops.find(({ name }) => name === 'generator')).toMatchObject({
    ok: false,
    found: expect.stringMatching(/gen-payment POST \/payments \(server, 200\): \d+ spans sent, 0 found/),
  });
});
