import { describe, expect, test } from 'vitest';
import { type Group, measurementsOf, nameOf, type Partition, waitingOf } from './kafka-metrics.ts';

const partitions: Partition[] = [
  { topic: 'purchases', partition: 0, oldest: 0, newest: 10 },
  { topic: 'purchases', partition: 1, oldest: 2, newest: 5 },
  { topic: 'orders-placed', partition: 0, oldest: 0, newest: 3 },
];
const fulfilment: Group = {
  group: 'fulfilment',
  members: 1,
  topics: ['purchases'],
  committed: new Map([[nameOf('purchases', 0), 7]]), // nothing in partition 1 yet
};
const cluster = { brokers: 1, partitions, groups: [fulfilment] };
const now = 100_000;
const valuesOf = (group: Group, writtenAt: Parameters<typeof measurementsOf>[1] = () => now) =>
  Object.fromEntries(
    measurementsOf({ ...cluster, groups: [group] }, writtenAt, now)
      .filter(({ attributes }) => attributes?.['group'])
      .map(({ name, value, attributes }) => [
        [name, attributes!['partition']].filter((x) => x !== undefined).join(' '),
        value,
      ]),
  );

test('a group waits where it has committed less than there is: at the oldest message if it has committed nothing', () => {
  expect(waitingOf([fulfilment], partitions)).toEqual([
    { group: 'fulfilment', topic: 'purchases', partition: 0, offset: 7 },
    { group: 'fulfilment', topic: 'purchases', partition: 1, offset: 2 },
  ]);
});

test('topics have their offsets, under the names of kafkametricsreceiver', () => {
  const measured = measurementsOf(cluster, () => now, now);
  expect(measured).toContainEqual({
    name: 'kafka.partition.current_offset',
    unit: '1',
    kind: 'gauge',
    value: 5,
    attributes: { topic: 'purchases', partition: 1 },
  });
  expect(measured.find(({ name }) => name === 'kafka.brokers')?.value).toBe(1);
});

describe('a group', () => {
  test('has its lag by partition and by topic, and the age of the oldest message that it has not handled', () => {
    const writtenAt = ({ partition }: { partition: number }) => now - (partition === 0 ? 2000 : 9500);
    expect(valuesOf(fulfilment, writtenAt)).toEqual({
      'kafka.consumer_group.members': 1,
      'kafka.consumer_group.offset 0': 7,
      'kafka.consumer_group.lag 0': 3,
      'kafka.consumer_group.lag 1': 3,
      'kafka.consumer_group.offset_sum': 7,
      'kafka.consumer_group.lag_sum': 6,
      'shop.queue.oldest.age': 9.5,
    });
  });

  test('that has handled everything has no lag and no age', () => {
    const committed = new Map([
      [nameOf('purchases', 0), 10],
      [nameOf('purchases', 1), 5],
    ]);
    expect(valuesOf({ ...fulfilment, committed })).toMatchObject({
      'kafka.consumer_group.lag_sum': 0,
      'shop.queue.oldest.age': 0,
    });
  });

  test('whose waiting messages nobody could read has no age: not zero', () => {
    expect(valuesOf(fulfilment, () => undefined)).not.toHaveProperty('shop.queue.oldest.age');
  });

  test('that is ahead of a topic that was made again does not lag', () => {
    const committed = new Map([[nameOf('purchases', 0), 99]]);
    expect(valuesOf({ ...fulfilment, committed })).toMatchObject({ 'kafka.consumer_group.lag 0': 0 });
  });
});
