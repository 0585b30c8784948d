import { label, metric, selector } from '@span-metrics-lab/grafana';
import { canBeAsked } from '../../../../backends/ready.ts';
import { type PartName, titleOf } from '../../../../parts/parts.ts';
import type { Measure, NodeHealth } from '../../../health.ts';
import { measured } from '../meters.ts';
import { noAnswer } from '../no-answer.ts';
import type { Look } from './look.ts';
import { simpleNode } from './simple.ts';

type Told = { unit: string; query: string };

const found = 'sum(redis_keyspace_hits_total)';

/** What the observer tells of an engine, as on its dashboard. A query without an answer is left out. */
const numbers: Partial<Record<PartName, readonly Told[]>> = {
  postgres: [{ unit: 'orders', query: `sum(postgresql_rows{state="live", ${label.table}="orders"})` }],
  kafka: [
    { unit: 'messages wait', query: 'sum(kafka_consumer_group_lag)' },
    { unit: 'dead letters', query: `sum(kafka_partition_current_offset{${label.topic}=~".+-dead"}) > 0` },
  ],
  valkey: [
    { unit: '% hits', query: `100 * ${found} / (${found} + sum(redis_keyspace_misses_total) > 0)` },
    { unit: 'keys', query: 'sum(redis_db_keys)' },
  ],
};

/** An engine of the shop: whether it answers, with the numbers that the observer tells. */
export async function engineNode(part: PartName, look: Look): Promise<NodeHealth> {
  const [health, ...values] = await Promise.all([
    answers(part, look),
    ...(numbers[part] ?? []).map(({ query }) => valueOf(query, look)),
  ]);
  const told = (numbers[part] ?? []).flatMap(({ unit }, i): Measure[] =>
    values[i] === undefined ? [] : [{ value: values[i], unit }],
  );
  return { ...health, numbers: told };
}

/** Docker publishes no port of an engine: there the observer says whether it answers, else the part that uses it. */
async function answers(part: PartName, look: Look): Promise<NodeHealth> {
  if (canBeAsked(part, look.settings.endpoints)) return simpleNode(part, look);
  const up = await valueOf(`max(shop_engine_up{${selector({ engine: part })}})`, look);
  if (up === undefined) return simpleNode(part, look);
  if (up > 0) return { name: part, state: 'up' };
  return { name: part, state: 'down', failure: noAnswer(part, 'answers the observer', `${titleOf(part)} does not`) };
}

/** A service that works by itself: whether it is ready, and the spans that were counted for it. */
export async function workerNode(part: PartName, look: Look): Promise<NodeHealth> {
  const { at } = look.facts;
  const spans = await valueOf(`sum(${metric.calls}{${selector({ [label.service]: part })}})`, look);
  const health = await simpleNode(part, look);
  return { ...health, ...measured(look.meters.read(part, spans, at), 'spans/s', at) };
}

async function valueOf(query: string, { prometheus }: Look): Promise<number | undefined> {
  const samples = await prometheus.query(query).catch(() => []); // the box of Prometheus says that it does not answer
  return samples[0]?.value;
}
