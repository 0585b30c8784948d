import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import type { PortName } from '../../lab/src/parts/env-file.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { until } from '../../lab/src/base/poll.ts';
import { containersOf } from '../../lab/src/runtime/docker/containers.ts';
import { labCli } from '../support/cli.ts';
import { dockerOptions } from '../support/docker/docker-options.ts';
import { proxiedConfig } from '../support/docker/proxied-config.ts';
import { freePorts } from '../support/free-ports.ts';
import { run } from '../support/run-command.ts';

// The Docker runtime, used by the lab's commands.
const images = inject('docker');

describe('the lab tool with Docker', { timeout: 300_000 }, () => {
  let docker: ReturnType<typeof dockerOptions>;
  let home: string;
  let ports: Record<PortName, number>;
  let env: Record<string, string>;
  const lab = (...args: string[]) => labCli(args, env);
  const containers = () => containersOf(docker.project);

  beforeEach(async () => {
    docker = dockerOptions(images);
    home = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
    ports = await freePorts();
    env = {
      ...docker.environment,
      ...Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, String(port)])),
      LAB_HOME: home,
      LAB_DOCKER_PULL: docker.pull,
      LAB_DOCKER_WITHOUT: docker.without.join(','),
      COMPOSE_PROJECT_NAME: docker.project,
    };
  });
  afterEach(async () => {
    await run('docker', ['compose', '--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '3'], {
      cwd: checkout,
      env,
    });
    rmSync(home, { recursive: true, force: true });
  });

  test('the Docker runtime is chosen if an engine answers, every command works, and down leaves no container', async () => {
    const up = await lab('up');
    expect(up.exitCode, up.all).toBe(0);
    expect(up.stdout).toMatch(/^Docker runtime: engine \S+ with Compose \S+ answers\.$/m);
    expect(up.stdout).toContain('tempo stack, docker runtime');
    expect(up.stdout.trim().split('\n').at(-1)).toBe(`See it live: http://127.0.0.1:${ports.CONSOLE_PORT}`);

    const again = await lab('up');
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain('A lab is already up.');

    const status = JSON.parse((await lab('status', '--json')).stdout) as {
      runtime: string;
      parts: { state: string; memory: number; origin: string; url: string }[];
    };
    expect(status.runtime).toBe('docker');
    expect(status.parts.length).toBeGreaterThanOrEqual(6);
    for (const part of status.parts) {
      expect(part).toMatchObject({
        state: 'running',
        origin: expect.stringContaining(':'),
        url: expect.stringContaining('http://127.0.0.1:'),
      });
      expect(part.memory).toBeGreaterThan(1_000_000);
    }

    expect((await lab('stop', 'stock')).exitCode).toBe(0);
    const stopped = await lab('status');
    expect(stopped.exitCode).toBe(1);
    expect(stopped.stdout).toMatch(/stock\s+stopped/);
    expect((await lab('up')).stdout).toContain('The lab is up without stock: starting what is missing.');
    expect((await lab('restart', 'collector')).exitCode).toBe(0);

    const own = await containers();
    const container = (service: string) => own.find((c) => c.service === service)!.name;
    await run('docker', ['kill', '--signal', 'STOP', container('tempo')]); // it runs and does not work
    const anew = await lab('start', 'tempo');
    expect(anew.exitCode, anew.all).toBe(0);
    expect(anew.stdout).toContain('Tempo runs but does not work');
    expect((await lab('start', 'tempo')).stderr).toContain('Tempo is already running.');
    await run('docker', ['pause', container('stock')]);
    expect((await lab('status')).stdout).toMatch(/stock\s+unhealthy .*paused/);
    const goesOn = await lab('up');
    expect(goesOn.exitCode, goesOn.all).toBe(0);
    expect((await lab('logs', 'gateway', '--lines', '5')).stdout).toContain('"service":"gateway"');

    const load = await lab('load', '--duration', '3s', '--vus', '2');
    expect(load.exitCode, load.all).toBe(0);
    expect(load.stdout).toMatch(/iterations\.+: [1-9]/);

    const down = await lab('down');
    expect(down.exitCode, down.all).toBe(0);
    expect(await containers()).toEqual([]);
    const emptied = await lab('down', '--volumes');
    expect(emptied.exitCode, emptied.all).toBe(0);
    expect(emptied.stdout).toContain(`volume ${docker.project}_prometheus-data`);
    expect((await lab('status')).stderr).toContain('No lab is running.');
  });

  test('behind a proxy of the machine, the tool finds a lab that was started with plain `docker compose up`', async () => {
    env['DOCKER_CONFIG'] = proxiedConfig(home, env['DOCKER_CONFIG']);
    env['COMPOSE_PROFILES'] = 'other-project';
    const services = (await run('docker', ['compose', 'config', '--services'], { cwd: checkout, env }))
      .split('\n')
      .filter((s) => !docker.without.includes(s));
    await run('docker', ['compose', 'up', '--detach', '--wait', ...services], { cwd: checkout, env });
    for (const name of Object.keys(env)) if (name.endsWith('_PORT')) delete env[name]; // nobody tells the tool where it is
    const stranger = await labCli(['down'], { LAB_HOME: home }); // another lab's command leaves this one alone
    expect(stranger.exitCode).toBe(1);
    expect(stranger.stderr).toContain('No lab is running.');
    const check = await lab('check', '--json', '--requests', '50');
    const { hops, ledger } = JSON.parse(check.stdout) as {
      hops: { name: string; ok: boolean }[];
      ledger: { differences: string[] };
    };
    expect(hops.filter((h) => !h.ok)).toEqual([]);
    expect(ledger.differences).toEqual([]);
    expect(check.exitCode).toBe(0);
  });

  test('a taken port is reported with its owner and the variable that moves it, and nothing is started', async () => {
    const stranger = createServer();
    await new Promise<void>((listening) => stranger.listen(ports.TEMPO_PORT, '127.0.0.1', listening));
    try {
      const up = await lab('up');
      expect(up.exitCode).toBe(1);
      expect(up.stderr).toContain(`Port ${ports.TEMPO_PORT} is taken: Tempo cannot listen there.`);
      expect(up.stderr).toContain(`pid ${process.pid}`);
      expect(up.stderr).toMatch(/or: TEMPO_PORT=\d+ npm start/);
      expect(await containers()).toEqual([]);
    } finally {
      stranger.close();
    }
  });

  test('an unavailable image, a missing file and a public default password are each reported, and nothing is left running', async () => {
    const said = async (settings: Record<string, string>) => {
      const { exitCode, stderr } = await labCli(['up', '--runtime', 'docker'], { ...env, ...settings });
      expect(exitCode).toBe(1);
      expect((await containers()).filter((c) => c.state === 'running')).toEqual([]);
      return stderr;
    };
    expect(await said({ TEMPO_VERSION: '9.9.9' })).toMatch(
      /^(Image grafana\/tempo:9\.9\.9|The image of Tempo) is not available\.$/m,
    );
    expect(await said({ COLLECTOR_CONFIG: './otel-collector/missing.yaml' })).toMatch(
      /^A file that Collector reads is missing\.\n +expected +\S+otel-collector\/missing\.yaml$/m,
    );
    expect(await said({ BIND_ADDR: '0.0.0.0' })).toContain(
      "Refusing to publish ports on 0.0.0.0 with Grafana's default password.",
    );
  });

  test('an engine that runs but does not answer is reported with its last log lines', async () => {
    env['COLLECTOR_CONFIG'] = join(home, 'deaf.yaml');
    writeFileSync(env['COLLECTOR_CONFIG'], 'service: { extensions: [file_storage/queue] }');
    const up = await lab('up', '--runtime', 'docker');
    expect(up.exitCode).toBe(1);
    expect(up.stderr).toContain('Collector did not become usable.');
    expect(up.stderr).toContain(`${docker.project}-otel-collector-ready-1 is unhealthy`);
    expect(up.stderr).toContain('Everything is ready. Begin running and processing data.'); // its own log: deaf, not dead
    expect(up.stderr).toContain('Everything that was started has been ended again.');
    expect(await containers()).toEqual([]);
  });

  test('Ctrl-C during the start leaves no container', async () => {
    const starting = lab('up', '--runtime', 'docker');
    await until('a container was started', async () => ((await containers()).length > 0 ? true : undefined), {
      deadline: 60_000,
      every: 50,
    });
    starting.kill('SIGINT');
    const { exitCode, stderr } = await starting;
    expect(exitCode, stderr).toBe(130);
    expect(stderr).toContain('no part of the lab is running');
    expect(await containers()).toEqual([]);
  });

  test('without a Docker engine, --runtime docker says so and tries nothing else', async () => {
    const up = await labCli(['up', '--runtime', 'docker'], { ...env, DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    expect(up.exitCode).toBe(1);
    expect(up.stderr).toContain('The Docker runtime cannot be used.');
    expect(up.stderr).toContain('npm start -- --runtime native');
  });
});
