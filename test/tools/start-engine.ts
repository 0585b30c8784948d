// Starts a Docker engine for tests where none answers, for CI and for trials by hand:
//   node test/tools/start-engine.ts          installs Debian's docker.io if needed, starts dockerd, waits until it answers
//   node test/tools/start-engine.ts stop     ends the dockerd that this started
// Needs root and apt. The engine's data is in the lab's cache folder, so that images survive a run.
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { LabError } from '../../lab/src/base/lab-error.ts';
import { cacheHome } from '../../lab/src/base/paths.ts';
import { GiveUp, until } from '../../lab/src/base/poll.ts';
import { findDockerEngine } from '../support/docker/docker-engine.ts';
import { lastLines, run } from '../support/run-command.ts';

const folder = join(cacheHome(), 'docker-engine');
const pidFile = join(folder, 'dockerd.pid');
const log = join(folder, 'dockerd.log');

try {
  await (process.argv[2] === 'stop' ? stop() : start());
} catch (error) {
  console.error(error instanceof LabError ? error.message : error);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const running = await findDockerEngine();
  if ('version' in running) return console.log(`Docker engine ${running.version} answers already.`);
  if (!existsSync('/usr/sbin/dockerd') && !existsSync('/usr/bin/dockerd')) {
    console.log("Installing Debian's docker.io …");
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '--quiet'], { env, timeout: 120_000 });
    await run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', 'docker.io', 'iptables'], { env });
  }
  await mkdir(folder, { recursive: true });
  await using output = await open(log, 'w');
  const dockerd = spawn('dockerd', ['--data-root', join(folder, 'data'), '--pidfile', pidFile], {
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  dockerd.unref();
  const version = await until(
    'the Docker engine answers',
    async () => {
      if (dockerd.exitCode !== null) {
        const cause = lastLines(await readFile(log, 'utf8'), 3);
        throw new GiveUp(
          new LabError({ what: 'dockerd ended.', found: `exit code ${dockerd.exitCode}`, cause, next: `read ${log}` }),
        );
      }
      const engine = await findDockerEngine();
      return 'version' in engine ? engine.version : undefined;
    },
    { deadline: 60_000, every: 500, next: `read ${log}` },
  );
  console.log(`Docker engine ${version} answers: dockerd is pid ${dockerd.pid}, its log ${log}.`);
}

async function stop(): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!pid) return console.log('No dockerd was started by this script.');
  process.kill(pid, 'SIGTERM');
  await until('dockerd ends', () => (existsSync(`/proc/${pid}`) ? undefined : true), { deadline: 60_000 });
  await rm(pidFile, { force: true });
  console.log(`dockerd ${pid} ended.`);
}
