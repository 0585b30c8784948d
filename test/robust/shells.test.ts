import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { until } from '../../lab/src/base/poll.ts';
import type { CheckResult } from '../../lab/src/check/check.ts';
import { tempoConfig } from '../../lab/src/parts/configs.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import { portNames, type PartName } from '../../lab/src/parts/parts.ts';
import { labCli } from '../support/cli.ts';
import { envWithFreePorts } from '../support/free-ports.ts';
import { recordingProxy } from '../support/recording-proxy.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { startLab } from '../support/start-lab.ts';

const lab = await sharedLab();
const portsOf = (env: LabEnv) => Object.fromEntries(portNames.map((name) => [name, String(env[name])]));
const ports = portsOf(lab.env);
const statusOf = async (part: PartName) => (await lab.lab.status()).find((status) => status.part === part)!;

/** The status of a part as soon as it says that the part does not work: within 30 s of its start it may still be starting. */
const seenUnhealthy = (part: PartName) =>
  until(
    `${part} is seen as unhealthy`,
    async () => {
      const status = await statusOf(part);
      return status.state === 'unhealthy' ? status : undefined;
    },
    { deadline: 60_000 },
  );

/** Variables of a shell that belong to somebody else. */
const others = {
  // a tracer for every Node program, and what steers it
  NODE_OPTIONS: '--require @opentelemetry/auto-instrumentations-node/register',
  OTEL_SERVICE_NAME: 'my-shop',
  OTEL_RESOURCE_ATTRIBUTES: 'service.name=my-shop,service.namespace=others',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret',
  OTEL_TRACES_SAMPLER: 'always_off',
  OTEL_PROPAGATORS: 'b3',
  OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1',
  OTEL_BSP_MAX_QUEUE_SIZE: '1',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'http,express,undici',
  NODE_DEBUG: 'http,net',
  NODE_ENV: 'production',
  NODE_EXTRA_CA_CERTS: '/no/such/file',
  // settings of engines
  GOGC: 'off',
  GODEBUG: 'http2client=0',
  GOMEMLIMIT: '1MiB',
  K6_OUT: 'csv=/no/such/folder/out.csv',
  K6_VUS: '500',
  K6_DURATION: '1h',
  JAEGER_AGENT_HOST: 'elsewhere',
  GF_SERVER_HTTP_PORT: '1',
  JAVA_TOOL_OPTIONS: '-javaagent:/no/such/agent.jar',
  // names that the lab has too
  NODE_VERSION: '20',
  PORT: '80',
  HOST: '::',
  HOSTNAME: 'pod-1',
  ROLE: 'admin',
  LOG_LEVEL: 'Verbose',
  PROMETHEUS_SERVICE_HOST: '10.96.0.12',
  GRAFANA_PORT: 'tcp://10.96.0.14:3000',
  JAEGER_PORT: 'tcp://10.96.0.15:16686',
  GRAFANA_VERSION: 'latest',
  BIND_ADDR: 'localhost',
  // terminals and places
  TERM: 'dumb',
  LANG: 'tr_TR.UTF-8',
  TZ: 'Asia/Kathmandu',
  CDPATH: '/',
};

test('a shell that instruments, proxies and sets names like ours changes nothing', { timeout: 300_000 }, async () => {
  await using proxy = await recordingProxy();
  await using own = await ownLab({ ...others, ...proxy.variables });

  const up = await own.run('up', '--runtime', 'native');
  expect(up.exitCode, up.all).toBe(0);
  expect(up.stdout).toContain('LOG_LEVEL=Verbose of the shell is no level of the lab');
  expect(up.stdout).toContain('JAEGER_PORT=tcp://10.96.0.15:16686 of the shell is a service link');
  expect(up.stdout).toContain(`http://127.0.0.1:${own.ports['GATEWAY_PORT']}`); // negative control: ours does matter

  const check = await own.run('check', '--json');
  const { ok, hops, ledger } = JSON.parse(check.stdout) as CheckResult;
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  expect(ledger?.differences).toEqual([]);
  expect(ok).toBe(true);

  const load = await own.run('load', '--duration', '2s', '--vus', '2');
  expect(load.exitCode, load.all).toBe(0);
  expect(load.all).toContain('2 max VUs');
  expect(proxy.asked.filter((url) => url.includes('127.0.0.1'))).toEqual([]); // the shell's tracer looks for its cloud
});

test('negative control: the same proxy gets the requests of a program that is not the lab’s', async () => {
  await using proxy = await recordingProxy();
  const ask = 'await fetch("http://127.0.0.1:8000/anything")';
  await execa(process.execPath, ['--input-type=module', '--eval', ask], { env: proxy.variables, reject: false });
  expect(proxy.asked.join()).toMatch(/127\.0\.0\.1:8000/);
});

test.runIf(process.getuid?.() === 0)(
  'a user who may write nowhere is told which folder and which variable',
  async () => {
    const none = { HOME: '/nonexistent', XDG_CACHE_HOME: '', LAB_HOME: '' };
    const first = await startAsNobody(none);
    expect(first.exitCode, first.all).toBe(1);
    expect(first.all).toMatch(/^The folder of the lab cannot be used\.[^]*found +E(ACCES|ROFS)/m);
    expect(first.all).toMatch(/next +make it writable for user 65534; or: export LAB_HOME=/);
    expect(first.all).not.toMatch(/^\s+at |bug in the lab/m);

    const folder = mkdtempSync(join(tmpdir(), 'lab-nobody-'));
    try {
      await execa('chown', ['65534', folder]);
      const second = await startAsNobody({ ...none, LAB_HOME: join(folder, 'lab') });
      expect(second.exitCode, second.all).toBe(1);
      expect(second.all).toMatch(/^The cache cannot be used\.[^]*found +E(ACCES|ROFS)[^]*export XDG_CACHE_HOME=/m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

const small = mkdtempSync(join(tmpdir(), 'lab-small-'));
afterAll(() => rmSync(small, { recursive: true }));
const mount = (options: string) =>
  execa('mount', ['-t', 'tmpfs', '-o', `size=64k${options}`, 'tmpfs', small], { reject: false });
const unmount = () => execa('umount', [small]);
const canMount = !(await mount('')).failed;
if (canMount) await unmount();

test.runIf(canMount).each([
  ['full', '', /^The disk is full: The folder of the lab cannot be written\.[^]*found +ENOSPC/m],
  ['read-only', ',ro', /^The folder of the lab cannot be used\.[^]*found +EROFS/m],
])('a %s disk is called so, with the variable that names another one', async (_, options, said) => {
  const home = join(small, 'home');
  await mount(options);
  try {
    await execa('sh', ['-c', 'mkdir "$0" && cat /dev/zero > "$0/fill"', home], { reject: false });
    const up = await labCli(['up', '--runtime', 'native'], { LAB_HOME: home });
    expect(up.exitCode, up.all).toBe(1);
    expect(up.stderr).toMatch(said);
    expect(up.stderr).toMatch(/or: export LAB_HOME=\/another\/folder/);
    expect(up.stderr).not.toMatch(/^\s+at |bug in the lab/m);
  } finally {
    await unmount();
  }
});

test('a Tempo that has shut itself down is seen, and started anew by `start`; a healthy one is left alone', async () => {
  const home = process.env['LAB_HOME'];
  try {
    await using own = await startLab({ configs: { tempo: openToShutdown() } });
    const ports = portsOf(own.env);
    const tempo = async () => (await own.lab.status()).find(({ part }) => part === 'tempo')!;
    await fetch(`${own.endpoints.tempo}/shutdown`);
    const { pid, note } = await until(
      'Tempo is seen as unhealthy',
      async () => ((await tempo()).state === 'unhealthy' ? tempo() : undefined),
      { deadline: 60_000 },
    );
    expect(note).toContain('status 500');

    const start = await labCli(['start', 'tempo'], ports);
    expect(start.exitCode, start.all).toBe(0);
    expect(start.stdout).toMatch(
      /^Tempo runs but does not work \(status 500.*\): it is started anew\.\nTempo is running/,
    );
    const after = await tempo();
    expect(after.state).toBe('running');
    expect(after.pid).not.toBe(pid);

    const again = await labCli(['start', 'tempo'], ports);
    expect(again.exitCode).toBe(1);
    expect(again.stderr).toContain(`Tempo is already running.\n  found     pid ${after.pid}`);
  } finally {
    process.env['LAB_HOME'] = home;
  }
});

/** Tempo's configuration without what keeps `/shutdown` from being called. */
function openToShutdown(): string {
  const file = join(small, 'tempo.yaml');
  writeFileSync(file, readFileSync(tempoConfig, 'utf8').replace(/^ +http_path_prefix: .*$/m, ''));
  return file;
}

test('a paused process is seen, and started anew by `npm start`', async () => {
  const { pid } = await statusOf('stock');
  process.kill(pid!, 'SIGSTOP');
  await seenUnhealthy('stock');
  const up = await labCli(['up', '--runtime', 'native'], ports);
  expect(up.exitCode, up.all).toBe(0);
  expect(up.stdout).toContain('stock runs but does not work');
  const after = await statusOf('stock');
  expect(after.state).toBe('running');
  expect(after.pid).not.toBe(pid);
});

test('`restart` starts a part again that had to be killed', async () => {
  const { pid } = await statusOf('collector');
  const pause = setInterval(() => {
    try {
      process.kill(pid!, 'SIGSTOP'); // again and again: the tool lets a paused process go on, so that it can end
    } catch {
      clearInterval(pause); // it is gone
    }
  }, 1);
  const restart = await labCli(['restart', 'collector'], ports).finally(() => clearInterval(pause));
  expect(restart.exitCode, restart.all).toBe(0);
  expect(restart.stderr).toContain('Collector did not end by itself and was killed.');
  expect(restart.stdout).toContain('Collector is running again');
  expect((await statusOf('collector')).state).toBe('running');
});

/** A lab of its own, whose commands run as npm runs them in a shell with these variables: by run.mjs. */
async function ownLab(shell: Record<string, string>) {
  const home = mkdtempSync(join(tmpdir(), 'lab shell-ü-'));
  const env = await envWithFreePorts();
  const own = Object.fromEntries(portNames.map((name) => [name, String(env[name])]));
  const run = (...args: string[]) =>
    execa('node', [join(checkout, 'lab/bin/run.mjs'), 'lab/src/cli/main.ts', ...args], {
      cwd: checkout,
      env: { ...own, ...shell, LAB_HOME: home },
      reject: false,
      all: true,
    });
  return {
    ports: own,
    run,
    [Symbol.asyncDispose]: async () => {
      if (existsSync(join(home, 'state.json'))) await run('down', '--volumes');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** `npm start` natively as the user nobody, in this checkout. */
function startAsNobody(env: Record<string, string>) {
  mkdirSync(join(checkout, '.lab'), { recursive: true }); // root's, as after a start by root
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
  const start = ['node', 'lab/bin/run.mjs', 'lab/src/cli/main.ts', 'up', '--runtime', 'native'];
  return execa('setpriv', [...nobody, ...start], { cwd: checkout, env, reject: false, all: true });
}
