import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import { beforeAll, describe, expect, test } from 'vitest';
import { get } from '../../lab/src/backends/http.ts';
import { until } from '../../lab/src/base/poll.ts';
import { attribute, postOtlp, serverSpan, type SentSpan } from './otlp.ts';
import type { TestLab } from './test-lab.ts';

/** Names of services, routes and attributes that nobody expects. */
export const oddNames = [
  'my "shop"',
  "o'clock",
  'payment.v2',
  'C:\\svc',
  '`tick` $service | rate()',
  '$service ${service} $$',
  '%00%2f%',
  'two\nlines',
  'tab\there',
  'nul\0x',
  '\u{1b}[2J\u{1b}[31mred',
  '\u{7f}\u{9b}',
  '\u{feff}bom',
  '\u{2028}',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '\u{202e}gnp.exe',
  '🛒 متجر',
  'e\u{301}',
  ' ',
  '{}',
  '.*',
  '(a|b)+?',
  '[a-z]^$',
  '{{7*7}}',
  '{service="x"}',
  '# comment',
  '/* */',
  "'; DROP TABLE spans; --",
  '__proto__',
  'constructor',
  'toString',
  'undefined',
  'null',
  'true',
  'NaN',
  '0',
  '-1e309',
  '../../etc/passwd',
  '__all',
  '$__all',
  '.+',
  'all',
  '<root span not yet received>',
  'user',
  'gateway ',
  'Gateway',
  'x'.repeat(90),
];

/** Of these, only that they harm nobody is checked: what is empty or huge may be cut or named by the collector. */
const unnamable = ['', 'x'.repeat(10_000), 'x'.repeat(70_000), '🛒'.repeat(4_000)];

/** A span whose every text is the same name. */
function oddSpan(name: string): SentSpan {
  const attributes = ['http.request.method', 'http.response.status_code', 'http.route', 'server.address'];
  return serverSpan(name, { attributes: [...attributes.map((key) => attribute(key, name)), attribute(name, name)] });
}

/** Sends two spans of a service of each name. */
export async function sendOddNames(lab: TestLab): Promise<void> {
  for (const name of [...oddNames, ...unnamable]) {
    const spans = [oddSpan(name), oddSpan(name)];
    const resource = {
      attributes: ['service.name', 'service.namespace', 'service.instance.id'].map((key) => attribute(key, name)),
    };
    const { status } = await postOtlp(lab, 'traces', { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] });
    expect([name.slice(0, 20), status]).toEqual([name.slice(0, 20), 200]);
  }
}

/** Tests that services with odd names are counted and found, on the lab that `lab` returns when they run. */
export function oddNamesAreFound(lab: () => TestLab): void {
  describe('services with odd names', () => {
    beforeAll(() => sendOddNames(lab()));

    test('the spans of each service are counted under exactly its name and its route', async () => {
      for (const name of oddNames) {
        const query = `sum(${seriesOf(metric.calls, { [label.service]: name, [label.route]: name })})`;
        await until(`PromQL counts the spans of ${JSON.stringify(name)}`, async () =>
          (await lab().prometheus.query(query))[0]?.value === 2 ? true : undefined,
        );
      }
    });

    test('each name is found in every store, by service and by route, and by the console', async () => {
      const now = Date.now() / 1000;
      for (const store of lab().stores) {
        for (const name of oddNames) {
          await until(`${store.name} finds ${JSON.stringify(name)}`, async () => {
            const found = await store.search({ service: name, operation: name, start: now - 300, end: now + 60 });
            return found.length === 2 ? true : undefined;
          });
          // within half a minute the metrics have what the search for values does not
          await until(
            `${store.name} knows the routes of ${JSON.stringify(name)}, and no others`,
            async () => (JSON.stringify(await store.operations(name)) === JSON.stringify([name]) ? true : undefined),
            { deadline: 60_000 },
          );
          const query = new URLSearchParams({ store: store.name, service: name, operation: name });
          const answer = await get(`${lab().endpoints.console}/api/traces?${query}`);
          expect([name, await answer.json()]).toEqual([name, [expect.anything(), expect.anything()]]);
        }
      }
    });
  });
}
