// Runs a script of the lab under the pinned Node, after installing what is missing.
// The files of this folder run under whatever Node the machine has (18 or newer), so they use nothing else.
//   node lab/bin/run.mjs <script> [arguments]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants as files, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './clean-environment.mjs';

const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const pinnedNode = join(checkout, 'node_modules/.bin/node');
const stamp = join(checkout, 'node_modules/.installed-lock');

// A user's settings (NODE_ENV=production, omit=dev, ignore-scripts, a dry run) must not reach in here; a registry, a proxy may.
const installOptions = [
  ...['dev', 'optional', 'peer'].map((kind) => `--include=${kind}`),
  ...['ignore-scripts', 'dry-run', 'global', 'audit', 'fund'].map((name) => `--${name}=false`),
  '--loglevel=error',
];

const [script, ...args] = process.argv.slice(2);
if (!script) {
  fail('Nothing to run.', 'expected  node lab/bin/run.mjs <script> [arguments]');
}
if (!['linux', 'darwin'].includes(process.platform)) {
  fail(
    `This runtime works on Linux and macOS; this is ${process.platform}.`,
    'next      use the Docker runtime: docker compose up -d --wait',
  );
}
install();
run();

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(checkout, 'package-lock.json')))
    .digest('hex');
  const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (installed === lock && existsSync(pinnedNode)) return;

  refuseReadOnlyCheckout();
  const started = Date.now();
  process.stderr.write("Installing the lab's dependencies (npm ci; about a minute, once) …\n");
  const ran = spawnSync('npm', ['ci', ...installOptions], { cwd: checkout, stdio: ['ignore', 'ignore', 'inherit'] });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  if (ran.signal === 'SIGINT') process.exit(130);
  if (ran.error?.code === 'ENOENT') {
    fail(
      'The dependencies could not be installed.',
      'expected  npm on the PATH',
      'found     none',
      'next      install npm, which belongs to Node 18 or newer; or: docker compose up -d --wait',
    );
  }
  if (ran.status !== 0 || !existsSync(pinnedNode)) {
    fail(
      'The dependencies could not be installed.',
      'expected  npm ci to end with 0',
      `found     ${ran.error ? ran.error.message : `exit code ${ran.status} after ${seconds} s (npm's own words are above)`}`,
      'next      check the network and the disk, then run the same command again',
      "          if npm's cache cannot be written: npm_config_cache=/another/folder npm start",
    );
  }
  writeFileSync(stamp, lock);
  process.stderr.write(`Dependencies installed in ${seconds} s.\n`);
}

function refuseReadOnlyCheckout() {
  const modules = join(checkout, 'node_modules');
  const folder = existsSync(modules) ? modules : checkout;
  try {
    accessSync(folder, files.W_OK);
  } catch (error) {
    fail(
      'The dependencies cannot be installed: this checkout cannot be written.',
      `expected  a writable folder: ${folder}`,
      `found     ${error.code}`,
      `next      make it yours (sudo chown -R "$USER" '${checkout}'), or clone it again as this user`,
    );
  }
}

function run() {
  const path = `${join(checkout, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  const child = spawn(pinnedNode, ['--disable-warning=ExperimentalWarning', resolve(checkout, script), ...args], {
    stdio: 'inherit',
    env: { ...cleanEnvironment(process.env), PATH: path },
  });
  // Ctrl-C reaches the child through the terminal; a signal sent to this process alone is passed on
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (!process.stdin.isTTY || signal !== 'SIGINT') child.kill(signal);
    });
  }
  child.on('error', (error) =>
    fail(
      'The pinned Node cannot be started.',
      `expected  a program for this machine: ${pinnedNode}`,
      `found     ${error.message}`,
      `next      rm -r '${join(checkout, 'node_modules')}', then run the same command again`,
    ),
  );
  child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
}

function fail(...lines) {
  process.stderr.write(
    `${lines[0]}\n${lines
      .slice(1)
      .map((line) => `  ${line}`)
      .join('\n')}\n`,
  );
  process.exit(1);
}
