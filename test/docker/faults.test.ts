// Faults of containers: one of each means, and a game day. What faults look like is proven natively.
import { afterAll, expect, inject, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { isSeen } from '../../lab/src/faults/sign.ts';
import { breakLab, faultNamed, faultsOn, healLab, sourcesOf } from '../../lab/src/faults/switch.ts';
import { RecordedLab } from '../../lab/src/runtime/events/recorded-lab.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { Player } from '../support/gameday.ts';
import { plainLoad } from '../support/plain-load.ts';
import { startLab } from '../support/start-lab.ts';

const docker = inject('docker');
Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose
const lab = await startLab({ stack: 'tempo', docker: dockerOptions(docker), capabilities: ['network'] });
const recorded = new RecordedLab(lab.lab);
const load = new AbortController();
const loading = plainLoad(lab.endpoints.gateway, ['/chain', '/items/7'], 12, load.signal);
afterAll(async () => {
  load.abort();
  await loading;
  await lab[Symbol.asyncDispose]();
});

test.each([
  'slow-route',
  'crash',
  'collector-paused',
  'tempo-stopped',
  'wrong-metric-name',
  'network-delay',
  'scrape-timeout',
])('%s is seen while it is on, and gone when it is healed', async (name) => {
  const fault = faultNamed(name);
  const read = () => fault.sign.read(sourcesOf(lab.lab), Date.now() / 1000).catch(() => undefined);
  const calm = async () => !isSeen(fault.sign, await read(), await read()) || undefined;
  await until('the load is seen, and no fault', calm, { deadline: 60_000, every: 250 });
  const on = await breakLab(recorded, fault);
  try {
    const seen = async () => isSeen(fault.sign, await read(), on.before) || undefined;
    await until(`${name} is seen`, seen, { deadline: 60_000, every: 250 });
    expect(faultsOn(lab.lab).map((one) => one.name)).toEqual([name]);
  } finally {
    await healLab(recorded, fault);
  }
  await until(`${name} is gone`, calm, { deadline: 90_000, every: 250 });
  const { hops } = await check(lab.lab, { requests: 10 });
  expect(hops.filter(({ ok }) => !ok)).toEqual([]);
});

test('a whole game: a wrong answer, a hint, the right answers, and a report', { timeout: 300_000 }, async () => {
  load.abort(); // a game has a load of its own
  process.env['COMPOSE_PROJECT_NAME'] = lab.lab.name; // its terminals find the lab as a user's would
  for (const [name, value] of Object.entries(lab.env)) process.env[name] = String(value);
  await new Player(lab).wholeGame();
});
