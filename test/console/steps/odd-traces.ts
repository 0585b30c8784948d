import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { until } from '../../../lab/src/base/poll.ts';
import { browserTest, openPage, settled } from '../../support/browser.ts';
import { attribute, newSpanId, newTraceId, type SentSpan, sendSpans, serverSpan } from '../../support/otlp.ts';
import type { TestLab } from '../../support/test-lab.ts';
import type { Bench } from '../bench.ts';

const DAY = 86_400_000;

/** A span of a trace, from and to so many ms after its first one began, a second ago. */
type At = { id?: string; parent?: string; from?: number; to?: number } & Partial<SentSpan>;

/** Makes the spans of a trace. */
function traceOf(...spans: At[]): SentSpan[] {
  const traceId = newTraceId();
  const began = BigInt(Date.now() - 1_000);
  const ns = (ms: number) => String((began + BigInt(Math.round(ms))) * 1_000_000n);
  return spans.map(({ id = newSpanId(), parent = '', from = 0, to = 5, ...over }, i) =>
    serverSpan(`span ${i}`, {
      traceId,
      spanId: id,
      parentSpanId: parent,
      startTimeUnixNano: ns(from),
      endTimeUnixNano: ns(to),
      ...over,
    }),
  );
}

const [a, b, c] = ['aaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbb', 'cccccccccccccccc'];

/** What a trace looks like, its spans, and what the page says about it. */
const odd: [name: string, spans: () => SentSpan[], said: RegExp][] = [
  [
    'a circle of parents',
    () => traceOf({ id: a, parent: c }, { id: b, parent: a }, { id: c, parent: b }),
    /in a circle/,
  ],
  ['its own parent', () => traceOf({ id: a, parent: a }, { id: b, parent: a }), /below itself/],
  ['no root', () => traceOf({ parent: b }, { parent: c }), /2 spans without a parent in this trace/],
  ['several roots', () => traceOf({}, {}, {}), /3 spans without a parent in this trace/],
  ['a start of 0', () => traceOf({ id: a }, { parent: a, startTimeUnixNano: '0' }), /1 span without a start time/],
  ['an end of 0', () => traceOf({ id: a }, { parent: a, endTimeUnixNano: '0' }), /1 span without an end time/],
  ['an end before its start', () => traceOf({ id: a }, { parent: a, from: 4, to: 1 }), /an end before its start/],
  ['a start before its parent', () => traceOf({ id: a, from: 3 }, { parent: a, from: 1 }), /began before its parent/],
  ['a time far off', () => traceOf({ id: a }, { parent: a, from: 90 * DAY, to: 91 * DAY }), /More than a day/],
  [
    'an id twice',
    () => traceOf({ id: a }, { id: b, parent: a }, { id: b, parent: a, from: 6, to: 7 }),
    /id of another/,
  ],
];

/** Traces that the page must draw, whatever is in them, and say what is unusual. */
export function oddTraces(shared: Bench): void {
  describe('an odd trace is drawn, and said in words', () => {
    browserTest.each(odd)('%s', async (_name, make, said) => {
      const spans = make();
      await shownTrace(shared, spans, async (page) => {
        expect(await page.locator('.spans tbody tr').count()).toBe(spans.length);
        await page.locator('.oddities').getByText(said).waitFor();
      });
    });

    browserTest('an ordinary trace has nothing unusual', async () => {
      const spans = traceOf({ id: a }, { parent: a, from: 1, to: 2 });
      await shownTrace(shared, spans, async (page) => expect(await page.locator('.oddities').count()).toBe(0));
    });

    browserTest('names of markup, of no characters and of 10 kB are texts', async () => {
      const names = ['<script>alert(1)</script>', '\u{202e}gnp.exe', 'x'.repeat(10_000), ''];
      const spans = traceOf({ id: a }, ...names.map((name) => ({ parent: a, name })));
      await shownTrace(shared, spans, async (page) => {
        for (const text of [names[0]!, names[1]!, `${'x'.repeat(200)}…`, '(no name)'])
          await page.locator('.spans').getByText(text, { exact: true }).waitFor();
      });
    });

    browserTest(
      'huge attributes, many attributes, events outside and links to itself are shown a part at a time',
      async () => {
        const [span] = traceOf({ id: a, from: 10, to: 20 });
        const at = (ms: number) => String(BigInt(span!.startTimeUnixNano) + BigInt(ms * 1e6));
        const many = Array.from({ length: 1_000 }, (_, i) => attribute(`key.${String(i).padStart(4, '0')}`, i));
        span!.attributes = [attribute('__proto__', 'kept'), attribute('a.huge', 'y'.repeat(100_000)), ...many];
        span!['events'] = [
          { name: 'early', timeUnixNano: at(-5) },
          { name: 'late', timeUnixNano: at(15) },
        ];
        span!['links'] = [{ traceId: span!.traceId, spanId: a }];
        await shownTrace(shared, [span!], async (page) => {
          await page.locator('.span-open').click();
          const details = page.getByRole('region', { name: 'Span span 0' });
          // a store may cut a value
          for (const text of ['kept', /^all [\d,]+ characters$/, '902 more attributes', /5.0 ms before the span began/])
            await details.getByText(text).waitFor();
          await details.getByText('after 15 ms, when the span had ended').waitFor();
          await details.getByRole('button', { name: '902 more attributes' }).click();
          await details.getByText('key.0999').waitFor();
          await details.getByRole('link', { name: span!.traceId }).click();
          await page.locator('.waterfall[data-spans="1"]').waitFor();
        });
      },
    );

    browserTest('10,000 spans below each other are shown in pages, and the page stays usable', async () => {
      const ids = Array.from({ length: 10_000 }, (_, i) => (i + 1).toString(16).padStart(16, '0'));
      const spans = traceOf(...ids.map((id, i) => ({ id, parent: ids[i - 1] ?? '', from: i % 900, to: 950 })));
      await shownTrace(shared, spans, async (page) => {
        await page.getByText('Spans 1 to 500 of 10,000').waitFor();
        expect(await page.locator('.spans tbody tr').count()).toBe(500);
        const began = performance.now();
        await page.getByRole('button', { name: 'Later' }).click();
        await page.getByText('Spans 501 to 1,000 of 10,000').waitFor();
        await page.locator('.span-open').first().click();
        await page.getByRole('region', { name: 'Span span 500' }).waitFor();
        expect(performance.now() - began).toBeLessThan(5_000);
        await page.goto(`${page.url().split('?')[0]}?span=${ids[9_999]}`);
        await page.getByText('Spans 9,501 to 10,000 of 10,000').waitFor();
      });
    });
  });
}

/** Sends a trace, opens it, and looks at it: nothing failed, no complaint in the browser's console. */
async function shownTrace(
  { lab, server }: Bench,
  spans: SentSpan[],
  look: (page: Page) => Promise<void>,
): Promise<void> {
  for (let i = 0; i < spans.length; i += 2_000) await sendSpans(lab, 'odd', spans.slice(i, i + 2_000));
  await stored(lab, spans);
  await using opened = await openPage(server.url);
  const { page, complaints } = opened;
  await page.goto(`/traces/${spans[0]!.traceId}`);
  await page.locator(`.waterfall[data-spans="${spans.length}"]`).waitFor({ timeout: 20_000 });
  await settled(page);
  await look(page);
  expect(await page.locator('.failed').count()).toBe(0);
  expect(complaints).toEqual([]);
}

async function stored({ stores }: TestLab, spans: readonly SentSpan[]): Promise<void> {
  for (const store of stores) {
    await until(`${store.name} has ${spans.length} spans`, async () =>
      (await store.trace(spans[0]!.traceId)).length === spans.length ? true : undefined,
    );
  }
}
