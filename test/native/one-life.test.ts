import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Tempo } from '../../lab/src/backends/tempo.ts';
import { until } from '../../lab/src/base/poll.ts';
import type { CheckResult } from '../../lab/src/check/check.ts';
import { newRun, send, type Sent } from '../../lab/src/check/request.ts';
import { endpointsOf } from '../../lab/src/parts/endpoints.ts';
import { partNames } from '../../lab/src/parts/parts.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { killProcess } from '../../lab/src/runtime/native/processes.ts';
import { listeningSockets } from '../../lab/src/runtime/sockets.ts';
import { type CommandLab, commandLab } from './command-lab.ts';

// The life of one lab by the tool's commands, from the first start to the last stop. The order matters.
let lab: CommandLab;
let sent: Sent;
beforeAll(async () => void (lab = await commandLab()));
afterAll(() => lab?.[Symbol.asyncDispose]());

const endpoints = () => endpointsOf(lab.ports, partNames, 'native');
const stored = () => {
  const tempo = new Tempo(`http://127.0.0.1:${lab.ports.TEMPO_PORT}`);
  return until('the trace is there', async () => ((await tempo.trace(sent.traceId)).length === 5 ? true : undefined));
};

test('the lab is up in seconds and says what comes next, and a new request is stored, counted and checked', async () => {
  const began = performance.now();
  const up = await lab.up();
  expect(up.exitCode, up.all).toBe(0);
  expect(up.stdout).toContain('npm run load');
  expect(up.stdout).toContain('npm run check');
  expect(up.stdout.trim().split('\n').at(-1)).toBe(`See it live: http://127.0.0.1:${lab.ports.CONSOLE_PORT}`);
  const memory = JSON.parse((await lab.run('status', '--json')).stdout) as { parts: { memory: number }[] };
  const megabytes = memory.parts.reduce((sum, p) => sum + p.memory, 0) / 1e6;
  console.log(`memory of the idle lab: ${megabytes.toFixed(0)} MB, what processes share counted once`);
  expect(megabytes).toBeLessThan(700);

  sent = await send(scenario('GET /chain'), endpoints(), newRun());
  await stored();
  const check = JSON.parse((await lab.run('check', '--json')).stdout) as CheckResult;
  expect(check.hops.filter((hop) => !hop.ok && !hop.skipped)).toEqual([]);
  expect(check.ok).toBe(true);
  const seconds = (performance.now() - began) / 1000;
  console.log(`warm start until a fresh request is stored, counted and checked: ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(20); // two commands of the tool and a check, with the start in between
});

test('the lab listens on loopback only', async () => {
  const ours = new Set(lab.processes().map((p) => p.pid));
  const sockets = (await listeningSockets()).filter((s) => s.pid && ours.has(s.pid));
  expect(sockets.length).toBeGreaterThanOrEqual(12);
  expect(sockets.filter((s) => !s.address.startsWith('127.') && s.address !== '::1')).toEqual([]);
});

test('a second up is refused', async () => {
  const again = await lab.up();
  expect(again.exitCode).toBe(1);
  expect(again.stderr).toContain('A lab is already up.');
  expect(again.stderr).toContain('npm run status');
});

test('open names the page of a part, by default the one with the most to see', async () => {
  expect((await lab.run('open')).stdout).toBe(`http://127.0.0.1:${lab.ports.CONSOLE_PORT}`);
  expect((await lab.run('open', 'prometheus')).stdout).toBe(`http://127.0.0.1:${lab.ports.PROMETHEUS_PORT}`);
});

test('logs --follow shows a line that is written later, until Ctrl-C', async () => {
  const following = lab.run('logs', 'gateway', '--lines', '1', '--follow');
  let shown = '';
  following.stdout.on('data', (bytes: Buffer) => (shown += bytes.toString()));
  await until('the last line', () => (shown === '' ? undefined : true));
  const { traceId } = await send(scenario('GET /error_test'), endpoints(), newRun());
  await until('the line of the request', () => (shown.includes(traceId) ? true : undefined));
  following.kill('SIGINT');
  await following;
});

test('load ends with 99 if requests fail', async () => {
  expect((await lab.run('stop', 'gateway')).exitCode).toBe(0);
  const load = await lab.run('load', '--duration', '1s', '--vus', '2');
  expect(load.exitCode, load.all).toBe(99);
  expect((await lab.run('start', 'gateway')).exitCode).toBe(0);
});

test('up brings back a part that died', async () => {
  await killProcess(lab.state().processes.prometheus!);
  const status = await lab.run('status');
  expect(status.exitCode).toBe(1);
  expect(status.stdout).toMatch(/Prometheus\s+died/);
  const up = await lab.up();
  expect(up.exitCode, up.all).toBe(0);
  expect(up.stdout).toContain('The lab is up without Prometheus');
  expect((await lab.run('status')).exitCode).toBe(0);
});

test('down takes at most 10 s, and data is kept over down and up', async () => {
  const stopping = performance.now();
  const down = await lab.run('down');
  expect(down.exitCode, down.all).toBe(0);
  expect((performance.now() - stopping) / 1000).toBeLessThan(10);
  expect((await lab.up()).exitCode).toBe(0);
  await stored();
});

test('the state of a lab whose processes have ended is recognised', async () => {
  for (const id of lab.processes()) await killProcess(id);
  const check = await lab.run('check');
  expect(check.exitCode).toBe(1);
  expect(check.stderr).toContain('none of its processes');
  const anew = await lab.up();
  expect(anew.exitCode, anew.all).toBe(0);
  expect(anew.stdout).toContain('left its state, but');
});

test('down keeps the data; with --volumes it removes them, also afterwards, but only once', async () => {
  const data = join(lab.home, 'data');
  expect((await lab.run('down')).exitCode).toBe(0);
  expect(existsSync(data)).toBe(true);
  const emptied = await lab.run('down', '--volumes');
  expect(emptied.exitCode, emptied.all).toBe(0);
  expect(emptied.stdout).toContain(data);
  expect(existsSync(data)).toBe(false);
  expect((await lab.run('down', '--volumes')).exitCode).toBe(1);
});
