import { booksOf } from '../../backends/books.ts';
import type { StoredSpan, TraceStore } from '../../backends/trace-store.ts';
import { LabError } from '../../base/lab-error.ts';
import type { PartName } from '../../parts/parts.ts';
import type { HopResult } from '../hop-result.ts';
import { newRun } from '../request.ts';
import { buyOrFail, settled } from './ask-shop.ts';
import { accepted } from './buy.ts';
import { missingSpans } from './purchase-ledger.ts';
import { type PurchaseMode, purchaseSpans } from './purchase-spans.ts';

/** A step of one purchase, as a check reports a hop. */
export type PurchaseStep = Omit<HopResult, 'name'> & { name: string };

/** How a followed purchase went. */
export type FollowedPurchase = { ok: boolean; seconds: number; traceId?: string };

type Followed = { id: string; traceId: string; since: number };
type Step = {
  name: string;
  title: string;
  likely: PartName;
  expected: string;
  missing: (of: Followed) => Promise<string | undefined>;
};

/**
 * Makes one purchase and follows it to Postgres, Kafka, Valkey and the trace store. `onStep` is called for each step as soon as
 * it is done; the first that fails is the last.
 */
export async function followPurchase(
  { gateway, observer, store }: { gateway: string; observer: string; store: TraceStore },
  mode: PurchaseMode,
  onStep: (step: PurchaseStep) => void,
): Promise<FollowedPurchase> {
  const began = performance.now();
  let answeredAt = began;
  const since = Date.now() - 1_000; // Kafka compares with the sender's clock
  let purchase: Followed | undefined;
  let times = '';
  const walk = async (about: Pick<PurchaseStep, 'name' | 'title' | 'expected'>, work: () => Promise<string>) => {
    try {
      onStep({ ...about, ok: true, found: await work(), seconds: (performance.now() - answeredAt) / 1000 });
      return true;
    } catch (error) {
      const { what, cause, next } = error instanceof LabError ? error.failure : { what: String(error) };
      const seconds = (performance.now() - answeredAt) / 1000;
      onStep({ ...about, ok: false, found: what, seconds, ...(cause && { cause }), ...(next && { next }) });
      return false;
    }
  };

  const messages =
    (topic: string) =>
    async ({ id }: Followed) => {
      const found = (await booksOf(observer, [id], since)).messages[topic] ?? 0;
      return found === 1 ? undefined : `${found} messages`;
    };
  const number =
    (of: 'rows' | 'values') =>
    async ({ id }: Followed) => {
      const found = (await booksOf(observer, [id], since))[of];
      return found === 1 ? undefined : `${found} ${of}`;
    };
  const due = purchaseSpans[mode].length;
  const steps: readonly Step[] = [
    ...(mode === 'queued'
      ? [
          {
            name: 'purchases',
            title: 'Kafka: purchases',
            likely: 'kafka' as const,
            expected: 'one message',
            missing: messages('purchases'),
          },
        ]
      : []),
    {
      name: 'database',
      title: 'Postgres has the order',
      likely: mode === 'queued' ? 'fulfilment' : 'postgres',
      expected: 'one row',
      missing: number('rows'),
    },
    {
      name: 'orders-placed',
      title: 'Kafka: orders-placed',
      likely: 'orders',
      expected: 'one message',
      missing: messages('orders-placed'),
    },
    {
      name: 'cache',
      title: 'Valkey has the order',
      likely: 'catalogue',
      expected: 'one value',
      missing: number('values'),
    },
    {
      name: 'store',
      title: `${store.name} has its trace`,
      likely: 'collector',
      expected: `${due} spans in one trace`,
      missing: async ({ traceId }) => {
        const spans = await store.trace(traceId);
        times = timesIn(spans);
        return missingSpans(mode, spans).length === 0 ? undefined : `${spans.length} spans`;
      },
    },
  ];

  const taken = { name: 'request', title: 'gateway takes it', expected: `${accepted[mode]}` };
  let ok = await walk(taken, async () => {
    answeredAt = performance.now();
    const bought = await buyOrFail(gateway, mode, { run: newRun('counts') }, mode === 'queued' ? 'kafka' : 'postgres');
    const took = performance.now() - answeredAt;
    purchase = { id: bought.id, traceId: bought.traceId, since };
    return `${bought.status} in ${took.toFixed(0)} ms, order ${bought.id}`;
  });
  answeredAt = performance.now();
  for (const { missing, likely, ...about } of ok ? steps : []) {
    ok = await walk(about, async () => {
      await settled(about.expected, likely, () => missing(purchase!));
      return about.name === 'store' ? `${about.expected}: ${times}` : about.expected;
    });
    if (!ok) break;
  }
  return { ok, seconds: (performance.now() - began) / 1000, ...(purchase && { traceId: purchase.traceId }) };
}

/** When each step of a purchase was over, by its own spans. */
function timesIn(spans: readonly StoredSpan[]): string {
  const began = spans.reduce((least, { start }) => (start < least ? start : least), spans[0]?.start ?? 0n);
  const told = [
    ['send purchases', 'sent'],
    ['pg.query:COMMIT shop', 'committed'],
    ['send orders-placed', 'announced'],
    ['redis-SET', 'kept'],
  ].flatMap(([name, what]) => {
    const span = spans.find((one) => one.name === name);
    return span ? [`${what} after ${(Number(span.end - began) / 1e6).toFixed(0)} ms`] : [];
  });
  return told.join(', ');
}
