import type { AccessLines, LogStore } from '../backends/log-store.ts';
import { describeError, until } from '../base/poll.ts';
import type { Sent } from './request.ts';
import type { Tally } from './tally.ts';

/**
 * Counts this run's access lines by trace and service, once there is one for each SERVER span due, or after `patience` ms. One
 * too many is a difference, and so is one of this run in a trace that nobody sent. Returns why they could not be read, if so.
 */
export async function countLogged(
  store: LogStore,
  run: string,
  sent: readonly Sent[],
  tally: Tally,
  patience: number,
): Promise<string | undefined> {
  const dueSpans = sent.flatMap(({ scenario, status, traceId }) =>
    status === undefined ? [] : scenario.due(status).map((span) => ({ ...span, traceId })),
  );
  const due = Map.groupBy(dueSpans, keyOf);
  let found: AccessLines[] = [];
  let unread: string | undefined;
  const complete = async () => {
    try {
      found = await store.countOfRun(run);
      unread = undefined;
    } catch (error) {
      unread = `the access lines could not be read: ${describeError(error)}`;
    }
    const lines = new Map(found.map((one) => [keyOf(one), one.lines]));
    return [...due].every(([key, spans]) => (lines.get(key) ?? 0) >= spans.length) ? true : undefined;
  };
  await until('every access line is found', complete, { deadline: patience, every: 200 }).catch(() => {}); // the ledger shows what is missing
  let strange = 0;
  for (const one of found) {
    const spans = due.get(keyOf(one));
    if (!spans) {
      strange += one.lines;
      continue;
    }
    const [first, ...more] = spans; // of several in one service the first has what is missing, or too much
    tally.addLogged(first!, one.lines - more.length);
    for (const span of more) tally.addLogged(span, 1);
  }
  if (strange > 0) return `${strange} access lines of this run are in traces that nobody sent`;
  return unread;
}

const keyOf = ({ traceId, service }: { traceId: string; service: string }): string => `${traceId} ${service}`;
