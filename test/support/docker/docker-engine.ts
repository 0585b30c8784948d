import { execa } from 'execa';
import type { Failure } from '../../../lab/src/base/lab-error.ts';

/** The Docker engine that answers `docker`, or why there is none. */
export type DockerEngine = { version: string } | { why: string };

/** Asks for the engine's version; 10 s at most. */
export async function findDockerEngine(): Promise<DockerEngine> {
  const asked = await execa('docker', ['version', '--format', '{{.Server.Version}}'], {
    reject: false,
    timeout: 10_000,
  });
  const version = asked.stdout?.trim();
  if (!asked.failed && version) return { version };
  if (asked.code === 'ENOENT') return { why: 'there is no `docker` on the PATH' };
  if (asked.timedOut) return { why: 'no Docker engine answered within 10 s' };
  return { why: asked.stderr.trim().split('\n').at(-1) || 'no Docker engine answered' };
}

/** Why tests of the Docker runtime cannot run on this machine, and what to do; undefined if an engine answers. */
export async function missingDocker(): Promise<Failure | undefined> {
  const engine = await findDockerEngine();
  if ('version' in engine) return undefined;
  return {
    what: 'The Docker runtime cannot be tested.',
    expected: 'a Docker engine that answers',
    found: engine.why,
    next: 'start a Docker engine; on Debian, as root: node lab/bin/run.mjs test/tools/start-engine.ts',
  };
}
