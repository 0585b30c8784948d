import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { requestHops } from '../../lab/src/check/hop-names.ts';
import { appRoles, guests } from '../../lab/src/parts/parts.ts';
import type { InspectedContainer } from '../support/docker/compose-lab.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { identity, seesProcesses, tryWrite } from '../support/docker/host-view.ts';
import { memoryDuring } from '../support/docker/memory.ts';
import { ask, traceOf, urlOf } from '../support/guest-requests.ts';
import { buildGuestImages } from '../support/docker/our-images.ts';
import { run } from '../support/run-command.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';

const docker = inject('docker');
Object.assign(process.env, docker.environment); // `up` asks the engine for its Compose

beforeAll(() => buildGuestImages(docker));

const walked = (lab: StartedLab) => check(lab, { requests: 0, names: [...requestHops, 'guests'] });

async function hopsOf(lab: StartedLab): Promise<string[]> {
  const answer = await fetch(`${urlOf(lab, 'guest-fastapi')}/chain`);
  return ((await answer.json()) as { hops: string[] }).hops;
}

describe('the guests in containers', () => {
  const options = dockerOptions(docker);
  let containers: Map<string, InspectedContainer>;
  let lab: StartedLab;
  beforeAll(async () => {
    const began = performance.now();
    lab = await startLab({ stack: 'tempo', docker: options, capabilities: ['guests'] });
    console.log(`up with guests: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    containers = await inspected();
  });
  afterAll(() => lab?.[Symbol.asyncDispose]());

  test('all are healthy, and one request is one trace through every language and every role', async () => {
    const states = (await lab.lab.status()).map(({ part, state }) => [part, state]);
    for (const guest of guests) expect(states).toContainEqual([guest, 'running']);
    expect(await hopsOf(lab)).toEqual([...guests, ...appRoles]);
    const { hops } = await walked(lab);
    expect(hops.filter(({ ok }) => !ok)).toEqual([]);
    expect(hops.find(({ name }) => name === 'guests')).toMatchObject({
      found: expect.stringMatching(/^80 SERVER spans of 8 services/),
    });
  });

  test.runIf(seesProcesses)('none runs as root, has a capability or can write but in /tmp', async () => {
    for (const [guest, { State }] of containers) {
      for (const one of await identity(State.Pid))
        expect({ guest, ...one }).toMatchObject({
          uid: expect.toSatisfy((uid) => uid > 0),
          capEff: '0000000000000000',
        });
      for (const [folder, written] of [
        ['', 'EROFS'],
        ['/tmp', 'written'],
      ] as const)
        expect([guest, folder, await tryWrite(State.Pid, folder)]).toEqual([guest, folder, written]);
    }
  });

  test('each stays under 80 % of its memory limit while 300 requests pass through all of them, and none is restarted', async () => {
    const use = await memoryDuring(containers, load(300, 10));
    console.table(
      Object.fromEntries([...use].map(([guest, { p95, shown }]) => [guest, { 'p95 of limit, %': p95, shown }])),
    );
    for (const [guest, { p95, samples }] of use) {
      expect([guest, samples.length]).toEqual([guest, expect.toSatisfy((count) => count >= 3)]);
      expect([guest, p95]).toEqual([guest, expect.toSatisfy((percent) => percent < 80)]);
    }
    for (const [guest, { RestartCount, State }] of await inspected())
      expect([guest, RestartCount, State.OOMKilled]).toEqual([guest, 0, false]);
  });

  test.each(guests)('%s ends by itself when it is stopped, and its last span is stored', async (guest) => {
    const { traceId } = await ask(`${urlOf(lab, guest)}/items/1`);
    await lab.lab.stop(guest); // throws if it must be killed
    expect((await traceOf(lab, traceId)).map(({ service }) => service)).toEqual([guest]);
  });

  async function inspected(): Promise<Map<string, InspectedContainer>> {
    const names = guests.map((guest) => `${options.project}-${guest}-1`);
    const found = JSON.parse(await run('docker', ['inspect', ...names])) as InspectedContainer[];
    return new Map(guests.map((guest, at) => [guest, found[at]!]));
  }

  /** Requests to the first guest; one that fails ends it. */
  async function load(requests: number, concurrency: number): Promise<void> {
    let left = requests;
    const one = async () => {
      while (left-- > 0) expect(await statusOf(`${urlOf(lab, 'guest-fastapi')}/chain`)).toBe(200);
    };
    await Promise.all(Array.from({ length: concurrency }, one));
  }
});

/** Asks by a connection of its own: a guest hangs up on one that was idle for 5 s, maybe while a request is on its way. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((done, failed) => {
    get(url, { agent: false, timeout: 15_000 }, (answer) => {
      answer
        .resume()
        .on('end', () => done(answer.statusCode))
        .on('error', failed);
    }).on('error', failed);
  });
}

test('a guest whose image is missing is left out, and the chain and the check pass over it', async () => {
  const options = dockerOptions(docker);
  const without = [...options.without, 'guest-spring', 'guest-spring-ready'];
  await using lab = await startLab({ stack: 'tempo', docker: { ...options, without }, capabilities: ['guests'] });
  expect(lab.parts).not.toContain('guest-spring');
  expect(await hopsOf(lab)).toEqual([...guests.filter((guest) => guest !== 'guest-spring'), ...appRoles]);
  expect((await walked(lab)).hops.filter(({ ok }) => !ok)).toEqual([]);
});
