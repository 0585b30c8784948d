// docs/own-service.md: every example that it prints, run as it stands there, its data checked in a real lab.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StoredSpan } from '../../lab/src/backends/trace-store.ts';
import { until } from '../../lab/src/base/poll.ts';
import { scoreService } from '../../lab/src/score/score.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { browserTest, openPage } from '../support/browser.ts';
import { freePort } from '../support/free-ports.ts';
import { attribute, newSpanId, newTraceId, sendSpans, serverSpan } from '../support/otlp.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';
import { missingTools } from './missing-tools.ts';
import { commonVariables, type Example, readExamples } from './page-examples.ts';
import { startExample } from './run-example.ts';

/** Where the browser's example listens: its origin is listed from the lab's start. */
let pagePort: number;
let lab: StartedLab;
beforeAll(async () => {
  pagePort = await freePort();
  lab = await startLab({ env: { OTLP_CORS_ORIGINS: `http://127.0.0.1:${pagePort}` } });
});
afterAll(() => lab?.[Symbol.asyncDispose]());

const examples = readExamples();

/** What the page says of each service: the tools that it needs, the names of its spans, the signal at which it sends the last ones. */
const services = {
  'node-cjs': { tools: ['node', 'npm'], item: 'GET /items/:id', route: '/items/:id', client: 'GET', by: 'SIGTERM' },
  'node-esm': { tools: ['node', 'npm'], item: 'GET /items/:id', route: '/items/:id', client: 'GET', by: 'SIGTERM' },
  python: {
    tools: ['python3'],
    item: 'GET /items/<int:id>',
    route: '/items/<int:id>',
    client: 'GET',
    by: 'SIGINT', // Ctrl+C
  },
  java: { tools: ['java', 'javac', 'mvn'], item: 'GET /items/', route: '/items/', client: 'GET', by: 'SIGTERM' },
  go: { tools: ['go'], item: 'GET /items/{id}', route: '/items/{id}', client: 'HTTP GET', by: 'SIGTERM' },
} as const;
/** The first run fetches packages, and Go compiles them, ms. */
const cold = 600_000;

type Language = keyof typeof services;

test('every example of the page is one of these', () => {
  const others = ['common', 'browser', 'compose', 'kubernetes']; // the last two: test/config/own-service.test.ts
  expect(Object.keys(examples).sort()).toEqual([...others, ...Object.keys(services)].sort());
});

test('the variables that the page prints are the lab’s ports', () => {
  const { OTLP_HTTP_PORT } = readLabEnv({ shell: {} });
  expect(commonVariables()).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${OTLP_HTTP_PORT}\n`);
});

describe.each(Object.keys(services) as Language[])('%s', (language) => {
  const { tools, item, route, client, by } = services[language];
  const { may } = missingTools(language, tools);

  test.runIf(may)(
    'has its names and routes, is counted, keeps the context across a call, scores 100, and sends its last spans',
    async () => {
      const service = named(language);
      await using running = await startExample(language, examples[language]!, to(service));

      const items = await get(`${running.url}/items/42`);
      const stored = await spansOf(items, 2);
      expect(serverOf(stored)).toMatchObject({
        service,
        name: item,
        parentSpanId: items.spanId,
        attributes: { 'http.route': route, 'http.request.method': 'GET', 'http.response.status_code': 200 },
      });

      const first = await get(`${running.url}/first`);
      const chain = upFrom(item, await spansOf(first, 4));
      expect(chain.map(({ name }) => name)).toEqual([item, client, 'GET /first', 'GET']);
      expect(chain.at(-1)!.service).toBe('caller');

      await expect.poll(() => counted(service, item), { timeout: 15_000 }).toBe(2);

      const { score, labScore, rules } = await until('the search of the store has both traces', async () => {
        const report = await scoreService(lab.lab, { service, minutes: 5, traces: 50 });
        return report.traces >= 2 ? report : undefined;
      });
      expect(rules.filter(({ state }) => state === 'failed')).toEqual([]);
      expect([score, labScore]).toEqual([100, 100]);

      const last = await get(`${running.url}/items/7`);
      await running.stop(by);
      expect(serverOf(await spansOf(last, 2)).name).toBe(item);
    },
    cold,
  );
});

browserTest(
  'a page sends its call, and the service behind it carries the trace on',
  async () => {
    await using service = await startExample('node-cjs', examples['node-cjs']!, to('behind-the-page'));
    const env = { SERVICE_URL: service.url };
    await using vite = await startExample('browser', examples['browser']!, { ...to('unused'), port: pagePort, env });
    await using opened = await openPage(vite.url);
    const taken = opened.page.waitForResponse((response) => response.url().endsWith('/v1/traces'));
    await opened.page.goto(vite.url);
    expect((await taken).status()).toBe(200);
    expect(await opened.page.textContent('body')).toBe('{"id":"1"}');

    const [found] = await until('a trace of the page is found', async () => {
      const now = Date.now() / 1_000;
      const traces = await lab.stores[0]!.search({ service: 'my-page', start: now - 300, end: now + 10 });
      return traces.length > 0 ? traces : undefined;
    });
    const chain = upFrom('GET /items/:id', await spansOf(found!, 2));
    expect(chain).toMatchObject([
      { service: 'behind-the-page', kind: 'server' },
      {
        service: 'my-page',
        kind: 'client',
        name: 'GET',
        parentSpanId: '',
        attributes: { 'http.request.method': 'GET' },
      },
    ]);
  },
  cold,
);

describe('the traps of the page are there:', () => {
  const without = async (language: Language, change: (start: string) => string): Promise<StoredSpan> => {
    const example: Example = { ...examples[language]!, start: change(examples[language]!.start) };
    expect(example.start).not.toBe(examples[language]!.start);
    await using running = await startExample(language, example, to(named(language)));
    return serverOf(await spansOf(await get(`${running.url}/items/42`), 2));
  };

  test(
    'ES modules without the hook have no route',
    async () => {
      const register = '@opentelemetry/auto-instrumentations-node/register';
      const span = await without('node-esm', (start) => start.replace('./telemetry.mjs', register));
      expect(span.name).toBe('GET');
      expect(span.attributes).not.toHaveProperty('http.route');
    },
    cold,
  );

  test.runIf(missingTools('python', ['python3']).may)(
    'Python without the opt-in has the old names',
    async () => {
      const span = await without('python', (start) => start.replace(/^export OTEL_SEMCONV.*$/m, ''));
      expect(span.attributes).toMatchObject({ 'http.method': 'GET', 'http.status_code': 200 });
      expect(span.attributes).not.toHaveProperty('http.request.method');
    },
    cold,
  );
});

/** A name that no earlier try of the test has used. */
const named = (language: Language) => `${language}-${randomBytes(4).toString('hex')}`;

const to = (service: string) => ({ endpoint: lab.endpoints.otlpHttp, service });

type Sent = { traceId: string; spanId: string };

/** A request in a trace of ours, whose CLIENT span is sent as well. */
async function get(url: string): Promise<Sent> {
  const [traceId, spanId, started] = [newTraceId(), newSpanId(), Date.now()];
  const answer = await fetch(url, { headers: { traceparent: `00-${traceId}-${spanId}-01` } });
  expect(answer.status, await answer.text()).toBe(200);
  const startTimeUnixNano = String(BigInt(started) * 1_000_000n);
  const attributes = [attribute('http.request.method', 'GET'), attribute('http.response.status_code', 200)];
  await sendSpans(lab, 'caller', [
    serverSpan('GET', {
      traceId,
      spanId,
      kind: 3,
      startTimeUnixNano,
      attributes: [...attributes, attribute('url.full', url)],
    }),
  ]);
  return { traceId, spanId };
}

/** The spans of a trace, as soon as there are so many of a kind other than INTERNAL. */
function spansOf({ traceId }: Pick<Sent, 'traceId'>, count: number): Promise<StoredSpan[]> {
  return until(`${count} spans of trace ${traceId} are in the store`, async () => {
    const spans = await lab.stores[0]!.trace(traceId);
    return spans.filter(({ kind }) => kind !== 'internal').length >= count ? spans : undefined;
  });
}

function serverOf(spans: StoredSpan[]): StoredSpan {
  const servers = spans.filter(({ kind }) => kind === 'server');
  expect(servers).toHaveLength(1);
  return servers[0]!;
}

/** The SERVER span with this name and every SERVER and CLIENT span above it, from parent to parent. */
function upFrom(name: string, spans: StoredSpan[]): StoredSpan[] {
  const chain: StoredSpan[] = [];
  let span = spans.find((one) => one.name === name && one.kind === 'server');
  while (span) {
    const { kind, parentSpanId } = span;
    if (kind !== 'internal') chain.push(span);
    span = spans.find(({ spanId }) => spanId === parentSpanId);
  }
  return chain;
}

async function counted(service: string, name: string): Promise<number | undefined> {
  const calls = `sum(traces_span_metrics_calls_total{service_name="${service}",span_name="${name}",span_kind="SPAN_KIND_SERVER"})`;
  return (await lab.prometheus.query(calls))[0]?.value;
}
