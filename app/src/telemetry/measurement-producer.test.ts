import { resourceFromAttributes } from '@opentelemetry/resources';
import { expect, test } from 'vitest';
import { ended, MeasurementProducer } from './measurement-producer.ts';
import type { Measurement } from './measurements.ts';

const keys = (db: string): Measurement => ({
  name: 'redis.db.keys',
  unit: '{key}',
  kind: 'gauge',
  value: 3,
  attributes: { db },
});

/** A producer of what is in `now`, at a time that the test sets. */
function producing() {
  const now: { at: number; read: Measurement[] } = { at: 50_000, read: [] };
  const producer = new MeasurementProducer(
    resourceFromAttributes({}),
    () => now.read,
    () => now.at,
  );
  const collected = async () => (await producer.collect()).resourceMetrics.scopeMetrics[0]!.metrics;
  return { now, collected };
}

test('a counter begins when its source did, not when this process does', async () => {
  const { now, collected } = producing();
  now.read = [{ name: 'postgresql.commits', unit: '1', kind: 'counter', value: 12_000, since: 20_000 }];
  expect(await collected()).toMatchObject([
    {
      descriptor: { name: 'postgresql.commits' },
      isMonotonic: true,
      dataPoints: [{ value: 12_000, startTime: [20, 0] }],
    },
  ]);
});

test('the values of a metric are one metric, with their kind', async () => {
  const { now, collected } = producing();
  now.read = [keys('0'), keys('1'), { name: 'postgresql.backends', unit: '1', kind: 'updowncounter', value: 2 }];
  const [gauge, sum] = await collected();
  expect(gauge).toMatchObject({ dataPoints: [{ attributes: { db: '0' } }, { attributes: { db: '1' } }] });
  expect(gauge).not.toHaveProperty('isMonotonic');
  expect(sum).toMatchObject({ isMonotonic: false });
});

test('a series that is no longer read is ended, each as a metric of its own, for 15 s', async () => {
  const { now, collected } = producing();
  now.read = [keys('0'), keys('1')];
  await collected();
  now.read = [];
  now.at += 1000;
  const attributes = async () =>
    (await collected()).map(({ dataPoints }) => dataPoints.map((point) => point.attributes));
  expect(await attributes()).toEqual([[{ db: '0', [ended]: 'true' }], [{ db: '1', [ended]: 'true' }]]);
  now.at += 15_000;
  await collected();
  expect(await attributes()).toEqual([]);
});

test('a series that comes back is not ended', async () => {
  const { now, collected } = producing();
  for (const read of [[keys('0')], [], [keys('0')]]) {
    now.read = read;
    now.at += 1000;
    await collected();
  }
  expect((await collected()).map(({ dataPoints }) => dataPoints)).toMatchObject([[{ attributes: { db: '0' } }]]);
});
