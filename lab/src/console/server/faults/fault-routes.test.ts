import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { expect, onTestFinished, test, vi } from 'vitest';
import { LabError } from '../../../base/lab-error.ts';
import { identityOf } from '../../../base/process-identity.ts';
import { listening, temporaryHome } from '../../../base/testing.ts';
import { faults } from '../../../faults/catalogue/index.ts';
import type { FlagFile } from '../../../faults/means/flags.ts';
import { type FaultOn, faultsOn } from '../../../faults/switch.ts';
import type { Endpoints } from '../../../parts/parts.ts';
import { gameOf } from '../../../gameday/testing.ts';
import { RecordedLab } from '../../../runtime/events/recorded-lab.ts';
import { replaceFile } from '../../../base/replace-file.ts';
import { faultFiles, layFaultFiles } from '../../../runtime/fault-files.ts';
import type { Lab } from '../../../runtime/lab.ts';
import { labFiles } from '../../../runtime/lab-files.ts';
import type { FaultList, FaultState } from '../../faults.ts';
import { guard } from '../guard.ts';
import type { ConsoleSettings } from '../settings.ts';
import { FaultSwitch } from './fault-switch.ts';
import { faultRoutes } from './fault-routes.ts';

temporaryHome();

const json = { 'content-type': 'application/json' };

/** The routes of a lab without engines: flags are switched by a file, and `parts` is what becomes of its parts. */
async function startRoutes(more: Partial<ConsoleSettings> = {}, parts: Partial<Lab> = {}) {
  const faultsFolder = labFiles().faults;
  layFaultFiles(faultsFolder, { keep: false });
  const about = { stack: 'tempo', capabilities: [], faultsFolder } as const;
  const endpoints = { prometheus: 'http://127.0.0.1:9' } as Endpoints;
  const stop = async () => {};
  const lab = { name: 'native', runtime: 'native', parts: [], ...about, endpoints, stop, ...parts } as unknown as Lab;
  const settings = { runtime: 'native', links: {}, ...about, ...more } as ConsoleSettings;
  const routes = faultRoutes(settings, new FaultSwitch(async () => new RecordedLab(lab), 50));
  const server = createServer(express().use(guard([]), express.json()).use('/api/faults', routes));
  const url = `${await listening(server)}/api/faults`;
  onTestFinished(() => void server.close());
  const ask = async (method: string, path = '', body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...json, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return {
    ask,
    list: async () => (await ask('GET')).body as unknown as FaultList,
    on: async () => (await ask('GET', '/on')).body as unknown as FaultState[],
    flag: (name: string) =>
      (JSON.parse(readFileSync(join(faultsFolder, faultFiles.flags), 'utf8')) as FlagFile).flags[name]!,
    note: (on: FaultOn) => replaceFile(join(faultsFolder, 'on.json'), JSON.stringify([on])),
    noted: () => faultsOn({ faultsFolder }),
  };
}

test('a fault is switched on with a strength and for a time, is listed, and is healed', async () => {
  const { ask, on, flag, noted } = await startRoutes();
  expect(await ask('POST', '/slow-route', { strength: 300, seconds: 100 })).toMatchObject({ status: 200 });
  expect(flag('slow-route')).toMatchObject({ state: 'ENABLED', variants: { on: 300 } });
  expect(noted()).toMatchObject([{ name: 'slow-route', strength: 300, pid: process.pid }]);
  expect(await on()).toMatchObject([{ name: 'slow-route', by: '300 ms', stays: false }]);
  expect(await ask('DELETE', '/slow-route')).toMatchObject({ status: 200 });
  expect(flag('slow-route').state).toBe('DISABLED');
  expect(await on()).toEqual([]);
});

test('the server heals a fault when its time is over', async () => {
  const { ask, flag, noted } = await startRoutes();
  await ask('POST', '/slow-route', { seconds: 1 });
  expect(noted()).toHaveLength(1);
  await vi.waitFor(() => expect(noted()).toEqual([]), { timeout: 5_000, interval: 20 });
  expect(flag('slow-route').state).toBe('DISABLED');
});

test('…but not one that was healed meanwhile and begun again', async () => {
  const { ask, noted } = await startRoutes();
  await ask('POST', '/slow-route', { seconds: 1 });
  await ask('POST', '/error-share', { seconds: 1 }); // ends after the first one would
  await ask('DELETE', '/slow-route');
  await ask('POST', '/slow-route', {});
  await vi.waitFor(() => expect(noted().map(({ name }) => name)).not.toContain('error-share'), {
    timeout: 5_000,
    interval: 20,
  });
  expect(noted()).toMatchObject([{ name: 'slow-route' }]);
});

test('without a time it stays on until all are healed', async () => {
  const { ask, on } = await startRoutes();
  await ask('POST', '/slow-route', {});
  await ask('POST', '/crash', {});
  expect((await on()).map(({ name, stays }) => [name, stays])).toEqual([
    ['slow-route', true],
    ['crash', true],
  ]);
  expect((await on())[1]).not.toHaveProperty('by');
});

test.each([
  ['no process has its number', { pid: 2 ** 22 + 1, startTime: '1' }], // above every pid
  ['a later process has its number', { pid: process.pid, startTime: 'long ago' }],
])('a fault whose server has ended stays on and says so: %s', async (_what, owner) => {
  const { on, note } = await startRoutes();
  const now = Date.now() / 1000;
  note({ name: 'slow-route', since: now - 10, until: now + 100, strength: 600, ...owner });
  expect(await on()).toMatchObject([
    { name: 'slow-route', stays: true, ends: expect.stringContaining('what would have ended it is gone') },
  ]);
});

test.each([
  ['an unknown fault', '/flying', {}, 404, 'There is no such fault.'],
  ['a strength that it cannot have', '/slow-route', { strength: 1 }, 409, '50 to 2500 ms'],
  ['a strength for one that has none', '/crash', { strength: 1 }, 409, 'it is on or off'],
  ['no number', '/slow-route', { strength: 'much' }, 400, 'an integer'],
  ['a time of days', '/slow-route', { seconds: 1e6 }, 400, '1 to 3600'],
  ['one that this lab cannot have', '/jaeger-stopped', {}, 409, '--stack jaeger'],
])('%s is refused, and nothing is switched', async (_what, path, body, status, says) => {
  const { ask, noted } = await startRoutes();
  const answer = await ask('POST', path, body);
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([status, expect.stringContaining(says)]);
  expect(noted()).toEqual([]);
});

test('two faults that change the same are refused with the command that heals the first', async () => {
  const { ask } = await startRoutes();
  await ask('POST', '/tempo-stopped', {});
  expect(await ask('POST', '/tempo-paused', {})).toMatchObject({
    status: 409,
    body: { title: 'tempo-paused and tempo-stopped cannot be on at once.', next: 'npm run lab -- heal tempo-stopped' },
  });
});

test('a fault that cannot be brought about is refused with the reason, and is not on', async () => {
  const stop = () => Promise.reject(new LabError({ what: 'Tempo is already stopped.', next: 'npm run status' }));
  const { ask, noted } = await startRoutes({}, { stop });
  const answer = await ask('POST', '/tempo-stopped', {});
  expect(answer).toMatchObject({ status: 409, body: { title: 'Tempo is already stopped.', next: 'npm run status' } });
  expect(noted()).toEqual([]);
});

test('a fault that cannot be ended in time says why, and is tried again', async () => {
  let free = false;
  const { ask, on } = await startRoutes(
    {},
    {
      resume: async () => {},
      status: async () => [{ part: 'tempo', state: 'stopped' }],
      start: async () => {
        if (!free) throw new LabError({ what: 'Another command is changing this lab right now.' });
      },
    },
  );
  await ask('POST', '/tempo-stopped', { seconds: 1 });
  const why = [{ name: 'tempo-stopped', failed: 'Another command is changing this lab right now.' }];
  await vi.waitFor(async () => expect(await on()).toMatchObject(why), { timeout: 5_000, interval: 20 });
  free = true;
  await vi.waitFor(async () => expect(await on()).toEqual([]), { timeout: 5_000, interval: 20 });
});

test('pages of other origins switch nothing', async () => {
  const { ask, noted } = await startRoutes();
  const foreign = { origin: 'http://evil.example' };
  expect((await ask('POST', '/slow-route', {}, foreign)).status).toBe(403);
  await ask('POST', '/slow-route', {});
  expect((await ask('DELETE', '/slow-route', undefined, foreign)).status).toBe(403);
  expect((await ask('DELETE', '', undefined, foreign)).status).toBe(403);
  expect(noted()).toHaveLength(1);
});

test('with Docker the list and the state are read from the folder, and switching is refused with the command', async () => {
  const { ask, list, on, note, noted } = await startRoutes({ runtime: 'docker' });
  const now = Date.now() / 1000;
  note({ name: 'crash', since: now - 10, until: now + 100, strength: 1, ...identityOf(process.pid)! });
  expect((await list()).switchable).toBe(false);
  expect(await on()).toMatchObject([{ name: 'crash', ends: expect.stringContaining('if that still runs') }]);
  for (const [method, path, next] of [
    ['POST', '/slow-route', 'npm run lab -- break slow-route --for 2m'],
    ['DELETE', '/crash', 'npm run lab -- heal crash'],
    ['DELETE', '', 'npm run lab -- heal all'],
  ] as const)
    expect(await ask(method, path, method === 'POST' ? {} : undefined)).toMatchObject({ status: 409, body: { next } });
  expect(noted()).toHaveLength(1);
});

test('the list has every fault in the words of the catalogue, and where to look', async () => {
  const { list } = await startRoutes({ links: { grafana: 'http://127.0.0.1:3000' } });
  const all = (await list()).faults;
  expect(all.map(({ name }) => name)).toEqual(faults.map(({ name }) => name));
  const slow = all[0]!;
  expect(slow.places).toEqual({
    view: '/service?from=5m&service=orders',
    grafana: expect.stringMatching(/^http:\/\/127\.0\.0\.1:3000\/d\/opentelemetry-apm\?.*var-service=orders/),
  });
  expect(all.find(({ name }) => name === 'jaeger-stopped')).toMatchObject({ lacks: expect.any(String) });
});

test('a game day keeps its secret, and nobody breaks or heals meanwhile', async () => {
  const { ask, on, note, noted } = await startRoutes();
  note({ name: 'slow-route', since: Date.now() / 1000, strength: 300, ...identityOf(process.pid)!, secret: true });
  expect(await on()).toHaveLength(1); // left by a game that is over
  replaceFile(join(labFiles().faults, 'gameday.json'), JSON.stringify(gameOf()));
  expect(await on()).toEqual([]);
  expect(await ask('POST', '/error-share', {})).toMatchObject({ status: 409 });
  expect(await ask('DELETE')).toMatchObject({ status: 409 });
  expect(noted()).toHaveLength(1);
});
