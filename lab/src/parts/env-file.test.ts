import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { readLabEnv } from './env-file.ts';
import { runtimeNames } from './parts.ts';

const stated = readLabEnv({ shell: {} });

/** What is said of a failed read; empty if it does not fail. */
function failure(...given: Parameters<typeof readLabEnv>): string {
  try {
    readLabEnv(...given);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a variable of the shell wins over .env; an empty one counts as not set', () => {
  expect(readLabEnv({ shell: { TEMPO_PORT: '3300', JAEGER_PORT: '' } })).toEqual({ ...stated, TEMPO_PORT: 3300 });
});

test('a variable that only the other runtime reads is passed over, whatever its value', () => {
  const shell = { GRAFANA_VERSION: '12', GRAFANA_PORT: 'x', BIND_ADDR: 'localhost' };
  expect(readLabEnv({ shell, runtime: 'native' })).toEqual(stated);
  expect(readLabEnv({ shell: { TEMPO_GRPC_PORT: 'x' }, runtime: 'docker' })).toEqual(stated);
  expect(failure({ shell, runtime: 'docker' })).toContain('GRAFANA_VERSION="12" (the shell)'); // negative control
});

test.each(runtimeNames)(
  '%s: the links of Kubernetes to services of the same names are passed over, aloud',
  (runtime) => {
    const said: string[] = [];
    const shell = {
      PROMETHEUS_PORT: 'tcp://10.96.0.12:9090',
      PROMETHEUS_SERVICE_HOST: '10.96.0.12',
      TEMPO_PORT: 'udp://10.96.0.13:3200',
    };
    expect(readLabEnv({ shell, runtime, say: (line) => said.push(line) })).toEqual(stated);
    expect(said).toHaveLength(2);
    expect(said[0]).toBe(
      'PROMETHEUS_PORT=tcp://10.96.0.12:9090 of the shell is a service link, not a setting of the lab.',
    );
  },
);

test('a log level may be written in capitals; one of another program is passed over, aloud', () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  expect(readLabEnv({ shell: { LOG_LEVEL: 'WARN' }, say }).LOG_LEVEL).toBe('warn');
  expect(said).toEqual([]);
  expect(readLabEnv({ shell: { LOG_LEVEL: 'verbose' }, say }).LOG_LEVEL).toBe('info');
  expect(said).toEqual([
    expect.stringContaining('LOG_LEVEL=verbose of the shell is no level of the lab (trace, debug,'),
  ]);
});

test("variables of others that sound like the lab's change nothing", () => {
  const shell = { NODE_VERSION: '20', PORT: '80', HOST: '::', ROLE: 'admin', HOSTNAME: 'pod-1', LOGLEVEL: 'x' };
  for (const runtime of runtimeNames) expect(readLabEnv({ shell, runtime })).toEqual(stated);
});

test('a wrong value says where it comes from and how to get rid of it', () => {
  const text = failure({ shell: { TEMPO_PORT: 'seventy', K6_VERSION: '2' } });
  expect(text).toContain('TEMPO_PORT="seventy" (the shell); expected a port number between 1 and 65535');
  expect(text).toContain('K6_VERSION="2" (the shell); expected a version such as 1.2.3');
  expect(text).toMatch(/next +unset K6_VERSION TEMPO_PORT$/);
  expect(text).not.toContain('git checkout');
});

test('two parts on one port are named with where each comes from', () => {
  const text = failure({ shell: { PROMETHEUS_PORT: '8000' } });
  expect(text).toMatch(/found +GATEWAY_PORT \(.*\.env\) and PROMETHEUS_PORT \(the shell\) are both 8000/);
  expect(text).toMatch(/next +change one of them, or: unset PROMETHEUS_PORT$/);
});

test('.env may have Windows line ends, quotes and a byte order mark', () => {
  using file = envFile(
    (text) => `\uFEFF${text.replace('TEMPO_PORT=3200', 'TEMPO_PORT="3300"').replaceAll('\n', '\r\n')}`,
  );
  expect(readLabEnv({ file: file.path, shell: {} })).toEqual({ ...stated, TEMPO_PORT: 3300 });
});

test('a wrong line of .env names the file and how to restore it', () => {
  using file = envFile((text) =>
    text.replace('TEMPO_PORT=3200', 'TEMPO_PORT=x').replace('LOG_LEVEL=info', 'LOG_LEVEL=x'),
  );
  const text = failure({ file: file.path, shell: {} });
  expect(text).toContain(`TEMPO_PORT="x" (${file.path})`);
  expect(text).toContain(`LOG_LEVEL="x" (${file.path})`);
  expect(text).toMatch(/next +correct these lines, or: git checkout \.env$/);
});

test('without .env the failure says how to get it back', () => {
  expect(failure({ file: '/no/such/.env' })).toMatch(/^The settings of the lab are missing\.[^]*git checkout \.env$/);
  expect(failure({ file: checkout })).toMatch(/^The settings of the lab cannot be read\.[^]*ls -l/);
});

/** A copy of `.env` with a change, removed with the test. */
function envFile(change: (text: string) => string): Disposable & { path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lab-env-'));
  const path = join(folder, '.env');
  writeFileSync(path, change(readFileSync(join(checkout, '.env'), 'utf8')));
  return { path, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

test('windows of objectives are those of a lesson or the real ones, and nothing else', () => {
  expect(readLabEnv({ shell: { SLO_WINDOWS: 'real' } }).SLO_WINDOWS).toBe('real');
  expect(failure({ shell: { SLO_WINDOWS: 'minutes' } })).toContain(
    'SLO_WINDOWS="minutes" (the shell); expected lesson or real',
  );
});
