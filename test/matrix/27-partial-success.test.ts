import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { metric } from '@span-metrics-lab/grafana';
import { afterAll, expect, test } from 'vitest';
import { missingSpans } from '../support/missing-spans.ts';
import { postTo } from '../support/otlp.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { stack } from '../support/this-run.ts';
import { bench, collectorNumber, drained, exporter, exporting, rate } from './bench.ts';
import { note } from './results.ts';

type Body = { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] };

const lab = await bench();
const target = `http://127.0.0.1:${lab.env[stack === 'tempo' ? 'TEMPO_OTLP_PORT' : 'JAEGER_OTLP_PORT']}/v1/traces`;

let share = 10;
let seen = 0;
let rejected = 0;
/** In front of the store: takes each tenth span away and says so in its answer, which is 200. */
const picky = createServer(async (request, response) => {
  const body = (await json(request)) as Body;
  let here = 0;
  for (const scope of body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans)) {
    const kept = scope.spans.filter(() => ++seen % share !== 0);
    here += scope.spans.length - kept.length;
    scope.spans = kept;
  }
  const { status } = await postTo(target, body, { 'x-scope-orgid': 'single-tenant' });
  rejected += here;
  const answer = here > 0 ? { partialSuccess: { rejectedSpans: String(here), errorMessage: 'each tenth' } } : {};
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});
await once(picky.listen(0, '127.0.0.1'), 'listening');
afterAll(async () => {
  picky.closeAllConnections();
  picky.close();
  await lab[Symbol.asyncDispose]();
});

/** Sends through it; spans that are missing in the store. */
async function lost(): Promise<number> {
  const { port } = picky.address() as AddressInfo;
  await lab.withCollector(exporting({ endpoint: `http://127.0.0.1:${port}`, encoding: 'json', compression: 'none' }));
  const { sent } = await steadyLoad(lab.endpoints, { perSecond: rate, seconds: 5 });
  await drained(lab);
  const missing = await missingSpans(lab.stores[0]!, sent, 10_000);
  return missing.reduce((sum, { spans }) => sum + spans, 0);
}

const said = () => readFileSync(join(lab.home, 'logs/collector.log'), 'utf8').match(/Partial success/g)?.length ?? 0;

test('spans that a store rejects within a request that it takes are missed by the ledger and told in the log, by no counter', async () => {
  const missing = await lost();
  expect(rejected).toBeGreaterThan(0);
  expect(missing).toBe(rejected);
  expect(said()).toBeGreaterThan(0);
  expect(await collectorNumber(lab, metric.sendFailed, { exporter })).toBe(0);
  note(27, {
    seen: `${rejected} rejected, ${missing} missed by the ledger; send_failed 0; ${said()} lines in the log`,
  });
});

test('…and one that rejects none is complete, and the log is silent', async () => {
  const before = said();
  share = Number.POSITIVE_INFINITY;
  expect(await lost()).toBe(0);
  expect(said()).toBe(before);
  note(27, { control: 'rejects none: 0 missing, no line' });
});
