import { storesOf } from '../backends/stores.ts';
import { printable } from '../base/printable.ts';
import { type Answer, inWords } from './answers.ts';
import type { Counted } from './arrivals.ts';
import type { Senders } from './look-at-senders.ts';
import { type OwnReceiver, portOf } from './own-receiver.ts';
import type { WatchedLab } from './watch.ts';
import type { WatchHop } from './watch-state.ts';

type Asked<T> = { value?: T; why?: string };

/** What one look has seen of a service. */
export type Seen = {
  lab: WatchedLab;
  receiver: OwnReceiver;
  service: string;
  answers: { all: Answer[]; since: Answer[]; why?: string };
  counted: Asked<Counted>;
  trace: Asked<{ traceId: string; says: string } | undefined>;
  own: { calls: number; byKind: Map<string, number> } | undefined;
  dashboards: Asked<string[]>;
  metrics: number;
  senders: Senders;
};

/** The hops of a service, from what was seen. At the end, those that still wait have failed. */
export function hopsOf(seen: Seen, atEnd: boolean): WatchHop[] {
  return [receiver(seen), spans(seen), counted(seen), dashboards(seen)].map((hop) => ({
    ...hop,
    state: atEnd && hop.state === 'waiting' ? 'failed' : hop.state,
    found: printable(hop.found),
  }));
}

function receiver({ answers, receiver: { grpc, http }, own, trace, metrics, service, senders }: Seen): WatchHop {
  const name = 'receiver';
  const listens = `gRPC on ${portOf(grpc)} and HTTP on ${portOf(http)}`;
  if (own || trace.value) return { name, state: 'passed', found: `takes spans of ${JSON.stringify(service)}` };
  if (metrics > 0)
    return {
      name,
      state: 'passed',
      found: `takes metrics of ${JSON.stringify(service)} (${metrics} names), no span yet`,
    };
  if (answers.why)
    return {
      name,
      state: 'failed',
      found: `the collector does not answer: ${answers.why}`,
      next: 'npm run lab -- status',
    };
  const who = senders.named.length > 0 ? `; ${senders.named.slice(0, 3).join(', ')} has this name` : '';
  return {
    name,
    state: 'waiting',
    found: `listens for ${listens}; since the watch began: ${inWords(answers.since)}, of any sender${who}`,
    next: `OTEL_SERVICE_NAME=${service} OTEL_EXPORTER_OTLP_ENDPOINT=${http} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`,
  };
}

function spans({ lab, trace, service, metrics }: Seen): WatchHop {
  const name = 'spans';
  const store = storesOf(lab.endpoints)[0]?.name ?? 'the trace store';
  if (trace.value)
    return { name, state: 'passed', found: `trace ${trace.value.traceId} in ${store}: ${trace.value.says}` };
  if (trace.why) return { name, state: 'waiting', found: trace.why, next: 'npm run lab -- status' };
  return {
    name,
    state: 'waiting',
    found: `no span of ${JSON.stringify(service)} in ${store} yet`,
    next:
      metrics > 0
        ? 'OTEL_TRACES_EXPORTER=otlp, and an instrumentation of the framework'
        : 'send a request to the service: spans are made by requests',
  };
}

function counted({ counted: { why }, own }: Seen): WatchHop {
  const name = 'counted';
  if (why) return { name, state: 'waiting', found: why, next: 'npm run lab -- status' };
  if (!own) return { name, state: 'waiting', found: 'no series in Prometheus yet' };
  const kinds = [...own.byKind].map(([kind, calls]) => `${calls} ${kind}`).join(', ');
  return { name, state: 'passed', found: `traces_span_metrics_calls_total: ${kinds}` };
}

function dashboards({ own, dashboards: { value = [], why } }: Seen): WatchHop {
  const name = 'dashboards';
  if (value.length > 0) return { name, state: 'passed', found: `listed on ${value.join(', ')}` };
  if (why) return { name, state: 'waiting', found: why, next: 'npm run lab -- status' };
  if (own && !own.byKind.has('SERVER'))
    return {
      name,
      state: 'waiting',
      found: 'no span of kind SERVER: dashboards list services that answer requests',
      next: 'instrument the HTTP framework of the service, and send it a request',
    };
  return { name, state: 'waiting', found: 'listed on none yet' };
}
