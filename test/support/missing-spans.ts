import pLimit from 'p-limit';
import { until } from '../../lab/src/base/poll.ts';
import type { Sent } from '../../lab/src/check/request.ts';
import type { TraceStore } from '../../lab/src/backends/trace-store.ts';

/** Spans that the services make of a request: SERVER and CLIENT ones. */
export const spansOf = ({ scenario, status }: Sent): number =>
  status === undefined ? 0 : scenario.due(status).length + scenario.clientSpans;

/** All spans due by these requests. */
export const spansDue = (sent: readonly Sent[]): number => sent.reduce((sum, one) => sum + spansOf(one), 0);

/** The requests whose traces lack spans in a store, each with how many; read by their ids, again and again for `patience` ms. */
export async function missingSpans(
  store: TraceStore,
  sent: readonly Sent[],
  patience = 5_000,
): Promise<{ one: Sent; spans: number }[]> {
  const limit = pLimit(10);
  const end = performance.now() + patience;
  const lacking = async (one: Sent) => {
    let spans = 0;
    const read = async () => {
      spans = spansOf(one) - new Set((await store.trace(one.traceId)).map(({ spanId }) => spanId)).size;
      return spans <= 0 ? true : undefined;
    };
    const deadline = end - performance.now(); // each is read once at least
    await until('the trace is complete', read, { deadline, every: 500 }).catch(() => {}); // what is missing is the answer
    return { one, spans };
  };
  const all = await Promise.all(sent.map((one) => limit(() => lacking(one))));
  return all.filter(({ spans }) => spans > 0);
}
