import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

// A small checkout of its own with the real lab/bin: its dependencies count as installed, and its pinned Node is ours.
let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'lab bin-ü-'));
  cpSync(import.meta.dirname, join(checkout, 'lab/bin'), { recursive: true });
  mkdirSync(join(checkout, 'node_modules/.bin'), { recursive: true });
  write('package-lock.json', '{}');
  write('node_modules/.installed-lock', createHash('sha256').update('{}').digest('hex'));
  program('node_modules/.bin/node', `exec '${process.execPath}' "$@"`);
  write('environment.mjs', 'console.log(JSON.stringify(process.env))');
});
afterEach(() => rmSync(checkout, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(checkout, file), text);
function program(file: string, body: string) {
  write(file, `#!/bin/sh\n${body}\n`);
  chmodSync(join(checkout, file), 0o755);
}
const run = (env: Record<string, string>) =>
  execa(process.execPath, [join(checkout, 'lab/bin/run.mjs'), 'environment.mjs'], { env, reject: false });

test('code and settings that a shell puts into every program do not reach the lab', async () => {
  write('preload.cjs', 'globalThis.preloaded = true;');
  write('environment.mjs', 'console.log(JSON.stringify([globalThis.preloaded ?? false, process.env]))');
  const foreign = {
    NODE_OPTIONS: `--require "${join(checkout, 'preload.cjs')}"`,
    NODE_USE_ENV_PROXY: '1',
    NODE_ENV: 'production',
    NODE_VERSION: '20',
    OTEL_SDK_DISABLED: 'true',
    OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret',
  };
  const ours = { NODE_EXTRA_CA_CERTS: '/dev/null', HTTPS_PROXY: 'http://proxy.example:3128', TEMPO_PORT: '3300' };
  const [preloaded, seen] = JSON.parse((await run({ ...foreign, ...ours })).stdout);
  expect(preloaded).toBe(false);
  for (const name of Object.keys(foreign)) expect(seen).not.toHaveProperty(name);
  expect(seen).toMatchObject(ours); // downloads use the proxy
});

test('a Node of another system is named', async () => {
  write('node_modules/.bin/node', '#!/no/such/loader\n');
  const { exitCode, stderr } = await run({});
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^The pinned Node cannot be started\.\n {2}expected .*\n {2}found .*\n {2}next +rm -r/);
});

test('dependencies are installed completely, whatever npm is told by the shell', async () => {
  rmSync(join(checkout, 'node_modules/.installed-lock'));
  program('npm', 'echo "$@" > npm-arguments');
  const { stderr, exitCode } = await run({ PATH: `${checkout}:${process.env['PATH']}`, npm_config_omit: 'dev' });
  expect(exitCode, stderr).toBe(0);
  expect(readFileSync(join(checkout, 'npm-arguments'), 'utf8')).toMatch(
    /^ci --include=dev --include=optional .*--ignore-scripts=false/,
  );
});

test('a machine without npm is told so', async () => {
  rmSync(join(checkout, 'node_modules/.installed-lock'));
  const { exitCode, stderr } = await run({ PATH: checkout });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/expected +npm on the PATH/);
});

const asNobody = process.getuid?.() === 0 ? test : test.skip; // root may write everywhere
asNobody('a checkout of another user is named, with the next command', async () => {
  rmSync(join(checkout, 'node_modules/.installed-lock'));
  chmodSync(checkout, 0o755);
  const { exitCode, stderr } = await execa(
    'setpriv',
    ['--reuid=65534', '--regid=65534', '--clear-groups', 'node', join(checkout, 'lab/bin/run.mjs'), 'environment.mjs'],
    { reject: false },
  );
  expect(exitCode, stderr).toBe(1);
  expect(stderr).toMatch(/this checkout cannot be written\.\n {2}expected .*node_modules\n {2}found +EACCES\n {2}next/);
});
