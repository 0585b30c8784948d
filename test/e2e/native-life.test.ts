import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Tempo } from '../../lab/src/backends/tempo.ts';
import { endpointsOf } from '../../lab/src/parts/endpoints.ts';
import { partNames } from '../../lab/src/parts/parts.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { until } from '../../lab/src/base/poll.ts';
import { newRun, send } from '../../lab/src/check/request.ts';
import { killProcess } from '../../lab/src/runtime/native/processes.ts';
import { isAlive } from '../../lab/src/base/process-identity.ts';
import { listeningSockets } from '../../lab/src/runtime/sockets.ts';
import type { LabState } from '../../lab/src/runtime/native/state-file.ts';
import { labCli } from '../support/cli.ts';
import { envWithFreePorts } from '../support/free-ports.ts';
import { runtime, stack } from '../support/start-lab.ts';

// What a person does with the native runtime, by its commands. The Docker runtime has its own in test/docker.
const applies = runtime === 'native' && stack === 'tempo';

describe.runIf(applies)('the native runtime', () => {
  let home: string;
  let ports: LabEnv;
  let env: Record<string, string>;
  const lab = (...args: string[]) => labCli(args, env);
  const state = () => JSON.parse(readFileSync(join(home, 'state.json'), 'utf8')) as LabState;
  const processes = () => Object.values(state().processes);
  const up = () => labCli(['up', '--runtime', 'native'], env);

  beforeEach(async () => {
    home = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
    ports = await envWithFreePorts();
    const settings = Object.entries(ports).filter(([name]) => name.endsWith('_PORT'));
    env = { LAB_HOME: home, ...Object.fromEntries(settings.map(([name, value]) => [name, String(value)])) };
  });
  afterEach(async () => {
    if (existsSync(join(home, 'state.json'))) await lab('down', '--volumes');
    rmSync(home, { recursive: true, force: true });
  });

  test('is up in seconds, says so, keeps its data over down and up, and is down in at most 10 s', async () => {
    const began = performance.now();
    const first = await up();
    expect(first.exitCode, first.all).toBe(0);
    expect(first.stdout).toContain('npm run load');
    expect(first.stdout).toContain('npm run check');
    expect(first.stdout.trim().split('\n').at(-1)).toBe(`See it live: http://127.0.0.1:${ports.CONSOLE_PORT}`);
    const memory = JSON.parse((await lab('status', '--json')).stdout) as { parts: { memory: number }[] };
    const megabytes = memory.parts.reduce((sum, p) => sum + p.memory, 0) / 1e6;
    console.log(`memory of the idle lab: ${megabytes.toFixed(0)} MB, what processes share counted once`);
    expect(megabytes).toBeLessThan(700);

    const tempo = new Tempo(`http://127.0.0.1:${ports.TEMPO_PORT}`);
    const endpoints = endpointsOf(ports, partNames, 'native');
    const sent = await send(scenario('GET /chain'), endpoints, newRun());
    const found = () =>
      until('the trace is there', async () => ((await tempo.trace(sent.traceId)).length === 5 ? true : undefined));
    await found();
    const check = await lab('check', '--json');
    expect(JSON.parse(check.stdout)).toMatchObject({ ok: true });
    const seconds = (performance.now() - began) / 1000;
    console.log(`warm start until a fresh request is stored, counted and checked: ${seconds.toFixed(1)} s`);
    expect(seconds).toBeLessThan(20); // two commands of the tool and a check, with the start in between

    const stopping = performance.now();
    const down = await lab('down');
    expect(down.exitCode, down.all).toBe(0);
    expect((performance.now() - stopping) / 1000).toBeLessThan(10);

    expect((await up()).exitCode).toBe(0);
    await found();
    expect((await lab('down')).exitCode).toBe(0);
    expect(existsSync(join(home, 'data'))).toBe(true);
    const emptied = await lab('down', '--volumes');
    expect(emptied.exitCode, emptied.all).toBe(0);
    expect(emptied.stdout).toContain(join(home, 'data'));
    expect(existsSync(join(home, 'data'))).toBe(false);
    expect((await lab('down', '--volumes')).exitCode).toBe(1);
  });

  test('listens on loopback only', async () => {
    await up();
    const ours = new Set(processes().map((p) => p.pid));
    const sockets = (await listeningSockets()).filter((s) => s.pid && ours.has(s.pid));
    expect(sockets.length).toBeGreaterThanOrEqual(12);
    expect(sockets.filter((s) => !s.address.startsWith('127.') && s.address !== '::1')).toEqual([]);
  });

  test('names owner and variable of a taken port, and starts nothing', async () => {
    const squatter = createServer().listen(ports.PROMETHEUS_PORT, '127.0.0.1');
    try {
      const { exitCode, stderr } = await up();
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`Port ${ports.PROMETHEUS_PORT} is taken: Prometheus cannot listen there.`);
      expect(stderr).toContain(`pid ${process.pid}`);
      expect(stderr).toMatch(/next\s+stop it, or: PROMETHEUS_PORT=\d+ npm start/);
      expect(stderr).toContain('Nothing was started.');
      expect(existsSync(join(home, 'state.json'))).toBe(false);
    } finally {
      squatter.close();
    }
  });

  test('refuses a second up, and a down without a lab', async () => {
    const nothing = await lab('down');
    expect(nothing.exitCode).toBe(1);
    expect(nothing.stderr).toContain('No lab is running.');
    await up();
    const again = await up();
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('A lab is up already.');
    expect(again.stderr).toContain('npm run status');
  });

  test('up brings back a part that died', async () => {
    await up();
    await killProcess(state().processes.prometheus!);
    const status = await lab('status');
    expect(status.exitCode).toBe(1);
    expect(status.stdout).toMatch(/Prometheus\s+died/);
    const mended = await up();
    expect(mended.exitCode, mended.all).toBe(0);
    expect(mended.stdout).toContain('The lab is up without Prometheus');
    expect((await lab('status')).exitCode).toBe(0);
  });

  test("shows the engine's own words and the file when a configuration is broken, and leaves nothing running", async () => {
    const broken = join(home, 'broken.yaml');
    writeFileSync(broken, 'receivers: [this is not\n');
    env['COLLECTOR_CONFIG'] = broken;
    const { exitCode, stderr } = await up();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Collector ended while it was starting');
    expect(stderr).toContain(broken);
    expect(stderr).toMatch(/yaml/i);
    expect(stderr).not.toMatch(/^\s+at /m); // no stack trace
    expect(existsSync(join(home, 'state.json'))).toBe(false);
    const taken = (await listeningSockets()).filter((s) => Object.values(ports).includes(s.port));
    expect(taken).toEqual([]);
  });

  test('Ctrl-C during the start leaves nothing running', async () => {
    const starting = up();
    await until('something was started', () => (existsSync(join(home, 'state.json')) ? true : undefined), { every: 5 });
    const begun = processes();
    starting.kill('SIGINT');
    const { exitCode, stderr } = await starting;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('nothing of the lab runs');
    expect(begun.length).toBeGreaterThan(0);
    expect(begun.filter((p) => isAlive(p))).toEqual([]);
    expect(existsSync(join(home, 'state.json'))).toBe(false);
  });

  test('down finds every process after the tool itself was killed while it started', async () => {
    const starting = up();
    await until(
      'two processes were started',
      () => (existsSync(join(home, 'state.json')) && processes().length >= 2 ? true : undefined),
      { every: 5 },
    );
    starting.kill('SIGKILL');
    await starting;
    const left = processes();
    expect(left.some((p) => isAlive(p))).toBe(true);
    const down = await lab('down');
    expect(down.exitCode, down.all).toBe(0);
    expect(left.filter((p) => isAlive(p))).toEqual([]);
  });

  test('recognises the state of a lab whose processes are gone', async () => {
    await up();
    for (const id of processes()) await killProcess(id);
    const check = await lab('check');
    expect(check.exitCode).toBe(1);
    expect(check.stderr).toContain('none of its processes');
    const anew = await up();
    expect(anew.exitCode, anew.all).toBe(0);
    expect(anew.stdout).toContain('left its state behind');
  });

  test('refuses nonsense in a setting, naming it', async () => {
    env['TEMPO_PORT'] = 'seventy';
    const { exitCode, stderr } = await up();
    expect(exitCode).toBe(1);
    expect(stderr).toContain('TEMPO_PORT="seventy" (the shell); wants a port number between 1 and 65535');
  });
});
