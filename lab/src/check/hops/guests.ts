import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { label, metric, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../../backends/prometheus.ts';
import type { StoredSpan, TraceStore } from '../../backends/trace-store.ts';
import { LabError } from '../../base/lab-error.ts';
import { describeError, GiveUp, until } from '../../base/poll.ts';
import { endpointNamed } from '../../parts/endpoints.ts';
import { appRoles, type Guest, guests, partNamed, type PartName } from '../../parts/parts.ts';
import { countedBy } from '../counted.ts';
import type { CheckContext, Hop } from '../hop.ts';
import { newRun } from '../request.ts';

/** Requests that the hop sends, one after the other: each passes through every guest and every role. */
const REQUESTS = 10;

/** How long stores and counts may take, ms. */
const PATIENCE = 10_000;

/** A request that was answered is counted within this time, ms. */
const COUNTED_WITHIN = 2_000;

/** The span of each service that a request passes through. */
const SPAN = 'GET /chain';

/** One trace through every language: SERVER spans sent = stored = counted, and context that nobody drops. */
export const guestsHop: Hop = {
  name: 'guests',
  title: 'guests are exact',
  expected: `${REQUESTS} requests through every guest: one trace each, SERVER spans sent = stored = counted`,
  needs: ['store', 'prometheus'],
  skipReason: ({ parts }) => (guestsOf(parts).length > 0 ? undefined : 'no guests in this lab'),
  walk: async ({ endpoints, parts, stores, prometheus }: CheckContext) => {
    const here = guestsOf(parts);
    const services = [...here, ...appRoles];
    const first = endpointNamed(endpoints, partNamed(here[0]!).ports[0]!.endpoint!)!;
    const run = newRun('counts');
    const before = await quietCalls(prometheus, here);
    const sent: Sent[] = [];
    for (let i = 0; i < REQUESTS; i++) sent.push(await send(first, run, services));
    await Promise.all(stores.flatMap((store) => sent.map((one) => needTrace(store, one, services)))); // first: it says most
    await Promise.all([
      needCalls('of guests', here, async () => {
        const now = await callsOf(prometheus, here);
        return new Map(here.map((guest) => [guest, (now.get(guest) ?? 0) - (before.get(guest) ?? 0)]));
      }),
      needCalls('of the lab', appRoles, () => markedCalls(prometheus, run)),
    ]);
    return `${REQUESTS * services.length} SERVER spans of ${services.length} services in ${REQUESTS} traces: sent, stored and counted`;
  },
};

/** A request: its trace, and the made-up span that called the first guest. */
type Sent = { traceId: string; caller: string };

const guestsOf = (parts: readonly PartName[]): Guest[] => guests.filter((guest) => parts.includes(guest));

async function send(base: string, run: string, services: readonly string[]): Promise<Sent> {
  const [traceId, caller] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  const headers = { traceparent: `00-${traceId}-${caller}-01`, baggage: `lab.run=${run}` };
  const answer = await fetch(`${base}/chain`, { headers, signal: AbortSignal.timeout(15_000) }).catch((error) => {
    throw failed(`no answer: ${describeError(error)}`);
  });
  const body = await answer.text();
  if (answer.status !== 200) throw failed(`status ${answer.status}: ${body.slice(0, 200)}`);
  const { hops } = JSON.parse(body) as { hops: string[] };
  if (hops.join() !== services.join()) throw failed(`the answer names ${hops.join(', ')}`);
  return { traceId, caller };
}

function failed(what: string): LabError {
  return new LabError({
    what,
    cause: 'a guest, or a role behind it, is down or fails',
    next: 'npm run lab -- status',
  });
}

/** Waits until a store has one SERVER span of each service and no span without its parent. */
async function needTrace(store: TraceStore, { traceId, caller }: Sent, services: readonly string[]): Promise<void> {
  let wrong: string[] = [];
  const complete = async () => {
    wrong = wrongIn(await store.trace(traceId), caller, services);
    return wrong.length === 0 ? true : undefined;
  };
  await until('the trace is complete', complete, { deadline: PATIENCE, every: 250 }).catch((error) => {
    throw new LabError({
      what: `${store.name}, trace ${traceId}: ${wrong.slice(0, 3).join('; ') || describeError(error)}`,
      cause: 'a service loses spans, or does not pass traceparent on',
      next: `npm run lab -- logs ${wrong[0]?.split(':')[0] ?? 'collector'}`,
    });
  });
}

/** What is wrong with a trace, each beginning with a service. */
export function wrongIn(spans: readonly StoredSpan[], caller: string, services: readonly string[]): string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const servers = spans.filter(({ kind }) => kind === 'server');
  return [
    ...services.flatMap((service) => {
      const found = servers.filter((span) => span.service === service).map(({ name }) => name);
      return found.join() === SPAN ? [] : [`${service}: one ${SPAN} expected, found ${found.join(', ') || 'none'}`];
    }),
    ...spans
      .filter(({ parentSpanId }) => parentSpanId !== caller && !ids.has(parentSpanId))
      .map(({ service, name }) => `${service}: ${name} has no parent in its trace`),
  ];
}

/** Waits until each service has as many calls more as were sent. */
async function needCalls(
  whose: string,
  services: readonly string[],
  grown: () => Promise<ReadonlyMap<string, number>>,
): Promise<void> {
  let found = '';
  const exact = async () => {
    const calls = await grown();
    found = services.map((service) => `${service} ${calls.get(service) ?? 0}`).join(', ');
    if (services.some((service) => (calls.get(service) ?? 0) > REQUESTS)) throw new GiveUp(new Error(found));
    return services.every((service) => calls.get(service) === REQUESTS) ? true : undefined;
  };
  await until('every call is counted', exact, { deadline: PATIENCE, every: 250 }).catch(() => {
    throw new LabError({
      what: `calls ${whose} counted, ${REQUESTS} each expected: ${found}`,
      cause: 'spans are lost or counted twice, or somebody else asked for /chain of a guest meanwhile',
      next: 'npm run check, once more; then npm run lab -- logs collector',
    });
  });
}

/** What Prometheus has counted for guests so far, as it does for anybody's service. */
async function callsOf(prometheus: Prometheus, here: readonly Guest[]): Promise<Map<string, number>> {
  const labels = { ...serverSpans, [label.route]: SPAN };
  const samples = await prometheus.query(`sum by (${label.service}) (${seriesOf(metric.calls, labels)})`);
  const all = new Map(samples.map(({ labels: of, value }) => [of[label.service]!, value]));
  return new Map(here.map((guest) => [guest, all.get(guest) ?? 0]));
}

/** The same once it has not grown for longer than a request takes to be counted: what was sent before is not ours. */
async function quietCalls(prometheus: Prometheus, here: readonly Guest[]): Promise<Map<string, number>> {
  let last = await callsOf(prometheus, here);
  let since = performance.now();
  const quiet = async () => {
    const now = await callsOf(prometheus, here);
    if (isDeepStrictEqual(now, last)) return performance.now() - since >= COUNTED_WITHIN ? now : undefined;
    [last, since] = [now, performance.now()];
    return undefined;
  };
  return until('nobody asks guests for /chain', quiet, { deadline: PATIENCE, every: 250 }).catch(() => last); // the counts will tell
}

async function markedCalls(prometheus: Prometheus, run: string): Promise<Map<string, number>> {
  const calls = await countedBy(prometheus, run);
  return new Map(calls.filter(({ name }) => name === SPAN).map((one) => [one.service, one.calls]));
}
