import { titleOf } from '../parts/parts.ts';
import type { Fault } from './fault.ts';
import { byNetwork } from './means/network.ts';
import { byPart } from './means/parts.ts';
import { onPanel, where } from './sign.ts';

/** What the faults of a trace store share, whichever it is. */
const ofStore = (store: StackStore) =>
  ({
    group: 'pipeline',
    stacks: [store, 'both'],
    counts: 'exact',
  }) as const satisfies Partial<Fault>;

/** What names a trace store that does not answer. */
const noAnswer = { alert: 'TargetDown', hop: 'store' } as const;

/** A trace store is stopped. */
export function storeStopped(store: StackStore): Fault {
  const title = titleOf(store);
  return {
    ...ofStore(store),
    name: `${store}-stopped`,
    does: `${title} is stopped.`,
    means: byPart(store, 'stopped'),
    sign: {
      ...onPanel({ panel: 'pipeline-targets-up', line: where('job', store) }),
      look: `${store} is down; the queue of the collector fills`,
      bound: { below: 0.5 },
    },
    within: { seen: 20, gone: 60 },
    namedBy: noAnswer,
    cause: `The collector keeps what ${title} does not take, on disk, and tries again without end. Metrics go on: they are made before the queue. New traces are missing until it is back, then all of them are there.`,
    game: {
      part: store,
      level: 1,
      hints: ['Numbers go on, traces do not.', 'How full are the queues of the collector?'],
    },
  };
}

/** A trace store hangs. */
export function storePaused(store: StackStore): Fault {
  const title = titleOf(store);
  return {
    ...ofStore(store),
    name: `${store}-paused`,
    does: `${title} hangs: it takes connections and answers nothing.`,
    means: byPart(store, 'paused'),
    sign: {
      ...onPanel({ panel: 'pipeline-queue-depth', line: where('exporter', `otlp_http/${store}`) }),
      look: `the queue in front of ${title} fills`,
      bound: { above: 0.0002 },
    },
    within: { seen: 45, gone: 60 },
    namedBy: noAnswer,
    cause:
      'Each batch waits for its timeout and is sent again. The store may have taken it before it hung: then it has spans twice, which it counts once by their ids. The queue on disk bounds the memory of the collector.',
    game: {
      part: store,
      level: 2,
      hints: ['Numbers go on, traces do not; every process runs.', 'How full are the queues of the collector?'],
    },
  };
}

/** A trace store takes longer for each batch than batches are apart. */
export function storeSlow(store: StackStore): Fault {
  const title = titleOf(store);
  return {
    ...ofStore(store),
    name: `${store}-slow`,
    group: 'network',
    does: `What the collector sends to ${title} arrives later.`,
    strength: { usual: 4000, min: 1000, max: 8000, unit: 'ms' },
    needs: ['network'],
    means: byNetwork('a toxic latency', store, (ms) => [
      { type: 'latency', stream: 'upstream', attributes: { latency: ms } },
    ]),
    sign: {
      ...onPanel({ panel: 'pipeline-queue-depth', line: where('exporter', `otlp_http/${store}`) }),
      look: `the queue in front of ${title} holds more than at other times`,
      bound: { above: 0.0001 },
    },
    within: { seen: 60, gone: 60 },
    cause: `A batch occupies one of the senders of the collector until it is answered: at ten senders and 4 s for each batch, two and a half batches pass in a second, however small they are. The rest waits in the queue. ${title} itself is idle: what is slow is the way to it.`,
    game: {
      part: 'engines-network',
      level: 3,
      hints: ['Traces come later and later, numbers do not.', `How much does ${title} do, and how much waits for it?`],
    },
  };
}

/** The stores after which a stack is named. */
type StackStore = 'tempo' | 'jaeger';
