import { expect, test } from 'vitest';
import { Received } from './received.ts';

const id = '00000000-0000-4000-8000-000000000000';
let moment = 0;

/** A request with this content, one ms after the last one. */
const request = (content: unknown, token_id = id) => ({
  uuid: crypto.randomUUID(),
  token_id,
  method: 'POST' as const,
  url: `/${token_id}`,
  headers: {},
  content: JSON.stringify(content),
  created_at: new Date(++moment).toISOString(),
});
const heartbeat = { status: 'firing', alerts: [{ status: 'firing', labels: { alertname: 'Watchdog' } }] };

test('the newest 200 are kept, newest first', () => {
  const received = new Received();
  for (let n = 0; n < 250; n++) received.add(request({ n }));
  const kept = received.requests(id).map(({ content }) => (JSON.parse(content) as { n: number }).n);
  expect(kept).toHaveLength(200);
  expect([kept[0], kept.at(-1)]).toEqual([249, 50]);
});

test('large ones push out older ones before there are 200', () => {
  const received = new Received();
  for (let n = 0; n < 50; n++) received.add(request({ n, fill: 'x'.repeat(200_000) }));
  const kept = received.requests(id);
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThanOrEqual(4_000_000);
  expect(kept[0]!.content).toContain('"n":49');
});

test('of a heartbeat only the last one is kept, and pushes out nothing', () => {
  const received = new Received();
  received.add(request({ status: 'firing', alerts: [{ labels: { alertname: 'TargetDown' } }] }));
  for (let n = 0; n < 300; n++) received.add(request(heartbeat));
  expect(received.requests(id)).toHaveLength(2);
  expect(received.lastHeartbeat()).toBe(moment);
  expect(received.notifications(id).map(({ alerts }) => alerts[0]!.labels['alertname'])).toEqual(['TargetDown']);
});

test('each address has its own, and what is no notification is no notification', () => {
  const received = new Received();
  const other = '11111111-0000-4000-8000-000000000000';
  received.add(request({ any: 'thing' }, other));
  received.add(request([1, 2, 3]));
  expect(received.requests(other)).toHaveLength(1);
  expect(received.requests(id)).toHaveLength(1);
  expect(received.notifications(id)).toEqual([]);
});

test.each([
  [{ alerts: [null, 7, 'text', {}] }, [{}]],
  [{ alerts: [{ labels: 'none', annotations: [] }] }, [{}]],
  [{ alerts: [{ labels: { a: 1, b: null } }] }, [{ a: '1', b: 'null' }]],
])('whatever a notification holds, %j, its labels are texts', (content, labels) => {
  const received = new Received();
  received.add(request(content));
  expect(received.notifications(id)[0]!.alerts.map((alert) => alert.labels)).toEqual(labels);
});
