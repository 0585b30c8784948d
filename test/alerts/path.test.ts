// The path of alerts itself: what breaks on it is said, and nothing is said while all is well.
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchdog } from '../../lab/src/backends/notifications.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { requestHops } from '../../lab/src/check/hop-names.ts';
import { HEARTBEAT, receiverId } from '../../lab/src/parts/receiver.ts';
import { activeAlerts, delivered, shownAlerts } from '../support/alerts.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { burnNothing, plainLoad } from '../support/plain-load.ts';

const lab = await sharedLab();
const patience = { deadline: 60_000, every: 250 };
const receiver = `${lab.endpoints.console}/${receiverId}`;

const hop = async () => {
  const { hops } = await check(lab, { requests: 0, names: [...requestHops, 'alerts'] });
  return hops.find(({ name }) => name === 'alerts')!;
};

test('the heartbeat comes every 10 s, and the check finds it', async () => {
  const times = new Set<number>();
  const beats = async () => {
    const { last } = (await shownAlerts(lab)).heartbeat;
    if (last !== undefined) times.add(last);
    return times.size >= 4 ? [...times].sort() : undefined;
  };
  const [first = 0, , , fourth = 0] = await until('four heartbeats', beats, patience);
  expect((fourth - first) / 3).toBeGreaterThan(HEARTBEAT * 0.8);
  expect((fourth - first) / 3).toBeLessThan(HEARTBEAT * 1.2);
  expect(await hop()).toMatchObject({ ok: true, found: expect.stringContaining('heartbeat') });
});

test('Prometheus is killed: the heartbeat ends, and the console says so', async () => {
  await lab.lab.kill('prometheus');
  const began = Date.now();
  try {
    const late = async () => ((await shownAlerts(lab)).heartbeat.late ? true : undefined);
    await until('the heartbeat is late', late, patience);
    expect((Date.now() - began) / 1000).toBeLessThan(50);
    expect((await shownAlerts(lab)).failures.join()).toContain('Prometheus');
  } finally {
    await lab.lab.start('prometheus');
  }
  const back = async () => ((await shownAlerts(lab)).heartbeat.late ? undefined : true);
  await until('the heartbeat is back', back, patience);
});

test('Alertmanager is killed: the check names it, and the next command', async () => {
  await lab.lab.kill('alertmanager');
  try {
    expect(await hop()).toMatchObject({ ok: false, next: 'npm run lab -- start alertmanager' });
  } finally {
    await lab.lab.start('alertmanager');
  }
  expect(await hop()).toMatchObject({ ok: true });
});

test('the receiver is away: Alertmanager tries again, NotificationsFail fires, and is delivered once it is back', async () => {
  const began = Date.now();
  const wanted = { alertname: 'NotificationsFail' };
  const fires = async () =>
    (await activeAlerts(lab, wanted)).some(({ state }) => state === 'firing') ? true : undefined;
  await lab.lab.kill('console');
  try {
    await until('NotificationsFail fires', fires, patience);
    console.log(`| NotificationsFail fires after ${((Date.now() - began) / 1000).toFixed(1)} s |`);
  } finally {
    await lab.lab.start('console');
  }
  const told = async () => (await delivered(lab, wanted, began))[0];
  await until('it is delivered', told, patience);
  await until('it is over', async () => ((await activeAlerts(lab, wanted)).length === 0 ? true : undefined), {
    ...patience,
    deadline: 120_000,
  });
});

test('a rule that cannot be evaluated fails the hop, which names it', async () => {
  const file = join(lab.home, 'run/prometheus/rules-of-test.yaml');
  const config = join(lab.home, 'run/prometheus/prometheus.yaml');
  const original = readFileSync(config, 'utf8');
  const rule = { alert: 'Broken', expr: 'up + on () up', labels: { severity: 'none' } }; // fails when it is evaluated
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'broken', interval: '1s', rules: [rule] }] }));
  const own = join(lab.home, 'run/prometheus/with-broken.yaml');
  writeFileSync(own, original.replace('rule_files: [', 'rule_files: [rules-of-test.yaml, '));
  await pointTo(own, config);
  try {
    const found = async () => ((await lab.prometheus.brokenRules()).length > 0 ? true : undefined);
    await until('the rule fails', found, patience);
    expect(await hop()).toMatchObject({ ok: false, found: expect.stringContaining('Broken (group broken)') });
  } finally {
    await pointTo(join(checkout, 'prometheus/prometheus.yaml'), config);
  }
  await until(
    'it is gone',
    async () => ((await lab.prometheus.brokenRules()).length === 0 ? true : undefined),
    patience,
  );
});

/** Lets Prometheus read another configuration, as if it had been changed. */
async function pointTo(target: string, config: string): Promise<void> {
  rmSync(config);
  symlinkSync(target, config);
  const { pid } = (await lab.lab.status()).find(({ part }) => part === 'prometheus')!;
  process.kill(pid!, 'SIGHUP');
}

test.each([
  ['no JSON', 'application/json', '{', 400],
  ['a form', 'application/x-www-form-urlencoded', 'a=1', 415],
  ['text', 'text/plain', '{}', 415],
  ['more than 256 kB', 'application/json', JSON.stringify({ a: 'x'.repeat(300_000) }), 413],
])('the receiver refuses %s in words', async (_, type, body, status) => {
  const answer = await fetch(receiver, { method: 'POST', headers: { 'content-type': type }, body });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ title: expect.any(String), expected: expect.any(String) });
});

test('the receiver takes nothing from a page of another origin', async () => {
  const headers = { 'content-type': 'application/json', origin: 'http://evil.example' };
  expect((await fetch(receiver, { method: 'POST', headers, body: '{}' })).status).toBe(403);
});

test('the receiver keeps the newest 200 of what is sent to any uuid, and tells each at its own address', async () => {
  const mine = `${lab.endpoints.console}/${crypto.randomUUID()}`;
  const headers = { 'content-type': 'application/json' };
  for (let n = 0; n < 205; n++) await fetch(mine, { method: 'POST', headers, body: JSON.stringify({ n }) });
  const { data, total } = (await (await fetch(`${mine}/requests`)).json()) as {
    data: { content: string }[];
    total: number;
  };
  expect(total).toBe(200);
  expect(data[0]?.content).toBe('{"n":204}');
  expect((await shownAlerts(lab)).heartbeat.late).toBe(false); // which they have not pushed out
});

test('no alert but the heartbeat fires in 3 min of normal load', async () => {
  await burnNothing(lab, { sloth_service: 'gateway' });
  const quiet = async () => ((await noise()).length === 0 ? true : undefined);
  await until('all is quiet', quiet, { deadline: 120_000, every: 500 });
  const fired = new Set<string>();
  const load = new AbortController();
  const running = plainLoad(
    lab.endpoints.gateway,
    ['/', '/items/7', '/chain', '/io_task', '/items/8'],
    20,
    load.signal,
  );
  const end = Date.now() + 180_000;
  const look = async () => {
    for (const { labels } of await noise()) fired.add(JSON.stringify(labels));
    return Date.now() > end ? true : undefined;
  };
  try {
    await until('3 min are over', look, { deadline: 200_000, every: 500 });
  } finally {
    load.abort();
    await running;
  }
  expect([...fired]).toEqual([]);
}, 600_000);

/** Every alert that fires, besides the heartbeat. */
const noise = async () =>
  (await activeAlerts(lab, {})).filter(({ state, labels }) => state === 'firing' && labels['alertname'] !== watchdog);
