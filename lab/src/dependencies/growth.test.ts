import { expect, test } from 'vitest';
import type { Series } from '../backends/prometheus.ts';
import { growthOf, keyOf, type Seen } from './growth.ts';

const labels = { client: 'gateway', server: 'orders', job: 'span-metrics', collector_instance_id: '1' };
const series = (points: Series['points'], more: Record<string, string> = {}): Series => ({
  labels: { ...labels, ...more },
  points,
});
const since = (seen: Seen = new Map(), gone = false) => ({ seen, from: 100, every: 5, vanished: async () => gone });
const known = (value: number, at = 100): Seen => new Map([[keyOf(labels), { at, value }]]);

/** Time of each row and the calls of its edges. */
async function rowsOf(found: readonly Series[], options: Parameters<typeof growthOf>[1]) {
  const { rows } = await growthOf(found, options);
  return rows.map(({ at, edges }) => [
    at,
    ...edges.map(({ parent, child, calls }) => `${parent} > ${child}: ${calls}`),
  ]);
}

test('a row has what was added in its interval, a sample on its end included', async () => {
  const points: Series['points'] = [[101, 12], [105, 15], [105.1, 16], [110, 16]]; // prettier-ignore
  expect(await rowsOf([series(points)], since(known(10)))).toEqual([
    [105, 'gateway > orders: 5'],
    [110, 'gateway > orders: 1'],
  ]);
});

test('a new series counts from its first sample, because the connector shows it only once it has counted', async () => {
  expect(await rowsOf([series([[101, 3]])], since())).toEqual([[105, 'gateway > orders: 3']]);
});

test('a pass that is repeated adds nothing to what was seen, and changes nothing before it is known to be written', async () => {
  const seen = known(10);
  const first = await growthOf([series([[101, 12]])], since(seen));
  expect(seen).toEqual(known(10));
  expect(await growthOf([series([[101, 12]])], since(seen))).toEqual(first);
  expect(await rowsOf([series([[101, 12]])], since(first.seen))).toEqual([]);
});

test('a sample that came after its interval was read counts in the next one', async () => {
  expect(await rowsOf([series([[98, 9], [99, 11]])], since(known(9, 98)))).toEqual([[105, 'gateway > orders: 2']]); // prettier-ignore
});

test('a counter that falls has begun again', async () => {
  expect(await rowsOf([series([[101, 4]])], since(known(10)))).toEqual([[105, 'gateway > orders: 4']]);
});

test('a series that was gone while its target answered has begun again; one that was only not scraped has not', async () => {
  expect(await rowsOf([series([[900, 12]])], since(known(10), true))).toEqual([[900, 'gateway > orders: 12']]);
  expect(await rowsOf([series([[900, 12]])], since(known(10), false))).toEqual([[900, 'gateway > orders: 2']]);
});

test('failed calls, other connections and other collectors add up to one edge', async () => {
  const found = [series([[101, 1]]), series([[102, 2]], { failed: 'true' }), series([[102, 4]], { collector_instance_id: '2' })]; // prettier-ignore
  expect(await rowsOf(found, since())).toEqual([[105, 'gateway > orders: 7']]);
});

test('requests from outside are no edge, calls of a service named "user" are', async () => {
  const outside = series([[101, 5]], { client: 'user', connection_type: 'virtual_node' });
  const service = series([[101, 2]], { client: 'user' });
  expect(await rowsOf([outside, service], since())).toEqual([[105, 'user > orders: 2']]);
});
