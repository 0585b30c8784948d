import { label, metric } from '@span-metrics-lab/grafana';
import pLimit from 'p-limit';
import { type Books, booksOf } from '../../backends/books.ts';
import type { Prometheus } from '../../backends/prometheus.ts';
import type { TraceStore } from '../../backends/trace-store.ts';
import { describeError, until } from '../../base/poll.ts';
import { traceReader } from '../trace-reader.ts';
import { highestOfRun } from '../counted.ts';
import { newRun } from '../request.ts';
import { type Bought, buy, isAccepted } from './buy.ts';
import { type PurchaseMode, purchaseModes, purchaseSpans } from './purchase-spans.ts';

/** What the ledger of purchases needs of a lab. */
export type ShopLab = { gateway: string; observer: string; stores: readonly TraceStore[]; prometheus: Prometheus };

/** One step of the purchases: how many there must be, and how many each side has. */
export type Step = { step: string; due: number; found: Record<string, number> };

/** The purchases of one run, reconciled step by step. */
export type PurchaseLedger = {
  run: string;
  purchases: number;
  steps: Step[];
  /** One line per difference; empty if all is equal. */
  differences: string[];
  /** Seconds from the last answer until everything was there, or until patience ran out. */
  settled: number;
};

export type PurchaseLedgerOptions = { purchases: number; concurrency: number; patience?: number };

/**
 * Makes purchases, half of them queued, and compares without tolerance: sent = answered = rows = messages = values = spans of
 * each kind in each store = calls counted. `patience` in ms.
 */
export async function keepPurchaseLedger(
  lab: ShopLab,
  { purchases, concurrency, patience = 40_000 }: PurchaseLedgerOptions,
): Promise<PurchaseLedger> {
  const run = newRun('counts');
  const since = Date.now() - 1_000; // Kafka compares with the clock of the sender
  const limit = pLimit(concurrency);
  const sent = await Promise.all(
    Array.from({ length: purchases }, (_, i) =>
      limit(() => buy(lab.gateway, purchaseModes[i % purchaseModes.length]!, { run })),
    ),
  );
  return reconcile(lab, run, sent, since, patience);
}

/** Compares what was sent with what each side has, as soon as all is there or `patience` ms are over. */
async function reconcile(
  { observer, stores, prometheus }: ShopLab,
  run: string,
  sent: readonly Bought[],
  since: number,
  patience: number,
): Promise<PurchaseLedger> {
  const settling = performance.now();
  const deadline = settling + patience;
  const answered = sent.filter(isAccepted);
  const ids = answered.map(({ id }) => id!);
  const wrong = sent
    .filter((one) => !isAccepted(one))
    .map(({ mode, status, error, traceId }) => `a purchase ${mode}: ${status ?? error} (trace ${traceId})`);
  const queued = answered.filter(({ mode }) => mode === 'queued').length;
  const ofPurchases: Step[] = [{ step: 'purchases', due: sent.length, found: { answered: answered.length } }];

  const due = dueSpans(answered);
  const sides = await Promise.all([
    settle(async () => stepsOf(await booksOf(observer, ids, since), { placed: answered.length, queued }), deadline),
    settle(async () => compared(due, 'counted', await countedSpans(prometheus, run)), deadline),
    ...stores.map((store) =>
      settle(
        async () => compared(due, `stored in ${store.name}`, await storedSpans(store, answered, deadline)),
        deadline,
      ),
    ),
  ]);
  const steps = sideBySide([...ofPurchases, ...sides.flatMap((side) => side.steps)]);
  return {
    run,
    purchases: sent.length,
    steps,
    differences: [...wrong, ...sides.flatMap(({ unread }) => unread ?? []), ...steps.flatMap(differencesOf)],
    settled: (performance.now() - settling) / 1000,
  };
}

/** Each span that is due or was found, and how often one side has it. */
function compared(due: ReadonlyMap<string, number>, side: string, found: ReadonlyMap<string, number>): Step[] {
  return [...new Set([...due.keys(), ...found.keys()])].map((step) => ({
    step,
    due: due.get(step) ?? 0,
    found: { [side]: found.get(step) ?? 0 },
  }));
}

/** Steps of one name become one, with what each side found. */
function sideBySide(steps: readonly Step[]): Step[] {
  const merged = new Map<string, Step>();
  for (const { step, due, found } of steps)
    merged.set(step, { step, due, found: { ...merged.get(step)?.found, ...found } });
  return [...merged.values()];
}

/** Looks until nothing differs, or until the deadline, and returns what was seen last. */
async function settle(look: () => Promise<Step[]>, deadline: number): Promise<{ steps: Step[]; unread?: string }> {
  let seen: { steps: Step[]; unread?: string } = { steps: [] };
  const same = async () => {
    try {
      seen = { steps: await look() };
    } catch (error) {
      seen = { steps: seen.steps, unread: describeError(error) };
    }
    return seen.unread === undefined && seen.steps.flatMap(differencesOf).length === 0 ? true : undefined;
  };
  const left = Math.max(1, deadline - performance.now());
  await until('every step has every purchase', same, { deadline: left, every: 250 }).catch(() => {}); // the steps say what is missing
  return seen;
}

function stepsOf({ rows, values, unsent, messages }: Books, due: { placed: number; queued: number }): Step[] {
  const inKafka = (topic: string, number: number): Step => ({
    step: `messages on ${topic}`,
    due: number,
    found: { 'in Kafka': messages[topic] ?? 0 },
  });
  const dead = Object.keys(messages).filter((topic) => topic.endsWith('-dead'));
  return [
    { step: 'orders', due: due.placed, found: { 'rows in Postgres': rows } },
    inKafka('purchases', due.queued),
    inKafka('orders-placed', due.placed),
    ...dead.map((topic) => inKafka(topic, 0)),
    { step: 'messages in the outbox', due: 0, found: { 'in Postgres': unsent } },
    { step: 'orders at hand', due: due.placed, found: { 'values in Valkey': values } },
  ];
}

/** How often each span is due, by service, name and kind. */
export function dueSpans(answered: readonly Bought[]): Map<string, number> {
  return countBy(answered.flatMap(({ mode }) => purchaseSpans[mode]));
}

/**
 * Spans that a store has of these traces, by service, name and kind. A trace is read again until it has each that is due, or
 * until the deadline: repeated attempts leave more of one kind, while others are still on their way.
 */
export async function storedSpans(
  store: TraceStore,
  answered: readonly Bought[],
  deadline: number,
): Promise<Map<string, number>> {
  const limit = pLimit(10);
  const read = traceReader(store, deadline);
  const traces = await Promise.all(
    answered.map(({ traceId, mode }) =>
      limit(async () => {
        const left = Math.max(1, deadline - performance.now());
        const whole = async () => {
          const spans = await read(traceId);
          return missingSpans(mode, spans).length === 0 ? spans : undefined;
        };
        return until(`${store.name} has every span of ${traceId}`, whole, { deadline: left, every: 200 }).catch(() =>
          read(traceId),
        );
      }),
    ),
  );
  return countBy(traces.flat());
}

/** The spans of a purchase that its trace has not, or not as often as they are due. */
export function missingSpans(mode: PurchaseMode, spans: readonly Counted[]): string[] {
  const found = countBy(spans);
  return [...countBy(purchaseSpans[mode])].filter(([key, n]) => (found.get(key) ?? 0) < n).map(([key]) => key);
}

/** Spans of a run as `span_metrics` counted them. */
async function countedSpans(prometheus: Prometheus, run: string): Promise<Map<string, number>> {
  const by = [label.service, label.route, label.kind];
  const samples = await prometheus.query(`sum by (${by.join(', ')}) (${highestOfRun(metric.calls, run)})`);
  return new Map(
    samples.map(({ labels, value }) => [
      keyOf({
        service: labels[label.service] ?? '',
        name: labels[label.route] ?? '',
        kind: (labels[label.kind] ?? '').replace('SPAN_KIND_', '').toLowerCase(),
      }),
      value,
    ]),
  );
}

type Counted = { service: string; name: string; kind: string };

function countBy(spans: readonly Counted[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const span of spans) counts.set(keyOf(span), (counts.get(keyOf(span)) ?? 0) + 1);
  return counts;
}

const keyOf = ({ service, name, kind }: Counted) => `${service} ${name} (${kind})`;

function differencesOf({ step, due, found }: Step): string[] {
  return Object.entries(found)
    .filter(([, number]) => number !== due)
    .map(([side, number]) => `${step}: ${due} due, ${number} ${side}`);
}
