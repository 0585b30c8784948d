import {
  Admin,
  type ClusterMetadata,
  type Connection as Wire,
  fetchV17,
  ListOffsetTimestamps,
} from '@platformatic/kafka';
import type { Measurement, Metric } from '../../telemetry/measurements.ts';
import { type Connection, type Engine, patience } from './engine.ts';
import { isOwnGroup } from './own-groups.ts';

/** As kafkametricsreceiver (opentelemetry-collector-contrib) documents them. */
const metrics = {
  brokers: { name: 'kafka.brokers', unit: '{brokers}', kind: 'updowncounter' },
  partitions: { name: 'kafka.topic.partitions', unit: '{partitions}', kind: 'updowncounter' },
  newest: { name: 'kafka.partition.current_offset', unit: '1', kind: 'gauge' },
  oldest: { name: 'kafka.partition.oldest_offset', unit: '1', kind: 'gauge' },
  members: { name: 'kafka.consumer_group.members', unit: '{members}', kind: 'updowncounter' },
  offset: { name: 'kafka.consumer_group.offset', unit: '1', kind: 'gauge' },
  offsetSum: { name: 'kafka.consumer_group.offset_sum', unit: '1', kind: 'gauge' },
  lag: { name: 'kafka.consumer_group.lag', unit: '1', kind: 'gauge' },
  lagSum: { name: 'kafka.consumer_group.lag_sum', unit: '1', kind: 'gauge' },
  /** The lab's own: how long the oldest message that a group has not handled has been in its topic. 0 if it has handled all. */
  age: { name: 'shop.queue.oldest.age', unit: 's', kind: 'gauge' },
} as const satisfies Record<string, Metric>;

/** A partition: offsets of its oldest message and of the next one to come. */
export interface Partition {
  topic: string;
  partition: number;
  oldest: number;
  newest: number;
}

/** A consumer group. `committed`: the next offset that it will handle, by {@link nameOf}; -1 for none. */
export interface Group {
  group: string;
  members: number;
  topics: readonly string[];
  committed: ReadonlyMap<string, number>;
}

/** The first message of a partition that a group has not handled. */
export interface Waiting {
  group: string;
  topic: string;
  partition: number;
  offset: number;
}

export const nameOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Where a group goes on in a partition. One that has committed nothing there begins with the oldest message. */
const nextOf = ({ committed }: Group, { topic, partition, oldest }: Partition) => {
  const offset = committed.get(nameOf(topic, partition)) ?? -1;
  return Math.max(offset, oldest);
};

const partitionsOf = (group: Group, partitions: readonly Partition[]) =>
  partitions.filter(({ topic }) => group.topics.includes(topic));

/** What each group has still to handle: the first message of every partition in which it lags. */
export function waitingOf(groups: readonly Group[], partitions: readonly Partition[]): Waiting[] {
  return groups.flatMap((group) =>
    partitionsOf(group, partitions)
      .filter((one) => nextOf(group, one) < one.newest)
      .map((one) => ({ group: group.group, topic: one.topic, partition: one.partition, offset: nextOf(group, one) })),
  );
}

/** What of a cluster is told. `writtenAt`: when a message was written, ms since the epoch, if it is known; `now` alike. */
export function measurementsOf(
  { brokers, partitions, groups }: { brokers: number; partitions: readonly Partition[]; groups: readonly Group[] },
  writtenAt: (waiting: Waiting) => number | undefined,
  now: number,
): Measurement[] {
  const topics = Map.groupBy(partitions, ({ topic }) => topic);
  return [
    { ...metrics.brokers, value: brokers },
    ...[...topics].map(([topic, some]) => ({ ...metrics.partitions, value: some.length, attributes: { topic } })),
    ...partitions.flatMap(({ topic, partition, oldest, newest }) => {
      const attributes = { topic, partition };
      return [
        { ...metrics.newest, value: newest, attributes },
        { ...metrics.oldest, value: oldest, attributes },
      ];
    }),
    ...groups.flatMap((group) => ofGroup(group, partitions, writtenAt, now)),
  ];
}

function ofGroup(
  one: Group,
  partitions: readonly Partition[],
  writtenAt: (waiting: Waiting) => number | undefined,
  now: number,
): Measurement[] {
  const { group, committed } = one;
  const own = partitionsOf(one, partitions);
  const lagOf = (some: Partition) => Math.max(0, some.newest - nextOf(one, some));
  const waiting = waitingOf([one], partitions);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const ofPartitions = own.flatMap((some): Measurement[] => {
    const attributes = { group, topic: some.topic, partition: some.partition };
    const offset = committed.get(nameOf(some.topic, some.partition)) ?? -1;
    return [
      { ...metrics.lag, value: lagOf(some), attributes },
      ...(offset < 0 ? [] : [{ ...metrics.offset, value: offset, attributes }]),
    ];
  });
  const ofTopics = [...Map.groupBy(own, ({ topic }) => topic)].flatMap(([topic, some]): Measurement[] => {
    const attributes = { group, topic };
    const times = waiting.filter((message) => message.topic === topic).map(writtenAt);
    const known = times.filter((time) => time !== undefined);
    const offsets = some.map(({ partition }) => Math.max(0, committed.get(nameOf(topic, partition)) ?? 0));
    return [
      { ...metrics.offsetSum, value: sum(offsets), attributes },
      { ...metrics.lagSum, value: sum(some.map(lagOf)), attributes },
      ...(times.length > 0 && known.length === 0
        ? [] // it lags, and nobody knows since when
        : [{ ...metrics.age, value: Math.max(0, ...known.map((time) => now - time)) / 1000, attributes }]),
    ];
  });
  return [{ ...metrics.members, value: one.members, attributes: { group } }, ...ofPartitions, ...ofTopics];
}

/** Kafka: offsets of topics and groups by its admin interface; the time of a waiting message by reading that message. */
export function kafka(brokers: readonly string[]): Engine {
  return {
    system: 'kafka',
    open(): Connection {
      const admin = new Admin({
        clientId: 'observer',
        bootstrapBrokers: [...brokers],
        timeout: patience,
        connectTimeout: patience,
        retries: 0,
      });
      const times = new Map<string, number>();
      return {
        read: () => readAll(admin, times),
        close: () => admin.close(),
      };
    },
  };
}

async function readAll(admin: Admin, times: Map<string, number>): Promise<Measurement[]> {
  const topics = await admin.listTopics();
  const cluster = await admin.metadata({ topics, forceUpdate: true, retries: 0 });
  const [partitions, groups] = await Promise.all([readPartitions(admin, cluster), readGroups(admin)]);
  const waiting = waitingOf(groups, partitions);
  await readTimes(admin, cluster, waiting, times);
  return measurementsOf(
    { brokers: cluster.brokers.size, partitions, groups },
    (one) => times.get(keyOf(one)),
    Date.now(),
  );
}

async function readPartitions(admin: Admin, { topics }: ClusterMetadata): Promise<Partition[]> {
  if (topics.size === 0) return [];
  const offsets = async (timestamp: bigint) => {
    const asked = [...topics].map(([name, { partitions }]) => ({
      name,
      partitions: partitions.map((_, partitionIndex) => ({ partitionIndex, timestamp })),
    }));
    const listed = await admin.listOffsets({ topics: asked });
    return new Map(
      listed.flatMap(({ name, partitions }) =>
        partitions.map((p) => [nameOf(name, p.partitionIndex), Number(p.offset)]),
      ),
    );
  };
  const oldest = await offsets(ListOffsetTimestamps.EARLIEST);
  const newest = await offsets(ListOffsetTimestamps.LATEST); // later: no partition ends before it begins
  return [...topics].flatMap(([topic, { partitions }]) =>
    partitions.map((_, partition) => {
      const name = nameOf(topic, partition);
      return { topic, partition, oldest: oldest.get(name) ?? 0, newest: newest.get(name) ?? 0 };
    }),
  );
}

async function readGroups(admin: Admin): Promise<Group[]> {
  const names = [...(await admin.listGroups()).keys()].filter((name) => !isOwnGroup(name));
  if (names.length === 0) return [];
  const described = await admin.describeGroups({ groups: names });
  const committed = await admin.listConsumerGroupOffsets({ groups: names });
  return committed.map(({ groupId, topics }) => {
    const members = [...(described.get(groupId)?.members.values() ?? [])];
    const assigned = members.flatMap(({ assignments }) => [...(assignments?.keys() ?? [])]);
    return {
      group: groupId,
      members: members.length,
      topics: [...new Set([...topics.map(({ name }) => name), ...assigned])],
      committed: new Map(
        topics.flatMap(({ name, partitions }) =>
          partitions.map((p) => [nameOf(name, p.partitionIndex), Number(p.committedOffset)] as const),
        ),
      ),
    };
  });
}

const keyOf = ({ topic, partition, offset }: Waiting) => `${nameOf(topic, partition)}/${offset}`;

/** Reads when the waiting messages were written; a message that still waits is not read again. */
async function readTimes(
  admin: Admin,
  cluster: ClusterMetadata,
  waiting: readonly Waiting[],
  times: Map<string, number>,
): Promise<void> {
  const keys = new Set(waiting.map(keyOf));
  for (const key of times.keys()) if (!keys.has(key)) times.delete(key);
  const unknown = waiting.filter((one) => !times.has(keyOf(one)));
  if (unknown.length === 0) return;
  const nodes = await admin.connectToBrokers();
  await Promise.all(
    unknown.map(async (one) => {
      const topic = cluster.topics.get(one.topic);
      const node = nodes.get(topic?.partitions[one.partition]?.leader ?? -1);
      const time = topic && node ? await timeOf(node, topic.id, one) : undefined;
      if (time !== undefined) times.set(keyOf(one), time);
    }),
  );
}

/** When the message at an offset was written, ms since the epoch. Of its batch only the times are looked at. */
async function timeOf(node: Wire, topicId: string, { partition, offset }: Waiting): Promise<number | undefined> {
  const at = BigInt(offset);
  const asked = { partition, currentLeaderEpoch: -1, fetchOffset: at, lastFetchedEpoch: -1, partitionMaxBytes: 1 }; // one batch, however large
  const noSession = [0, -1] as const;
  const { responses } = await fetchV17.api.async(
    node,
    0,
    0,
    1,
    0,
    ...noSession,
    [{ topicId, partitions: [asked] }],
    [],
    '',
  );
  for (const batch of responses[0]?.partitions[0]?.records ?? [])
    for (const record of batch.records)
      if (batch.firstOffset + BigInt(record.offsetDelta) >= at)
        return Number(batch.firstTimestamp + record.timestampDelta);
  return undefined;
}
