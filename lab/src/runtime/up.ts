import { LabError } from '../catalog/lab-error.ts';
import type { DoorName } from '../catalog/parts.ts';
import { type DockerOptions, dockerUp } from './docker/docker-up.ts';
import { findEngine } from './docker/find-engine.ts';
import type { Lab } from './lab.ts';
import { nativeUp, type UpOptions } from './native/native-up.ts';
import { isStale, readState } from './native/state-file.ts';

/** Starts the lab behind the asked door; unasked, behind Docker's where an engine with Compose v2 answers. Says which and why. */
export async function up(options: UpOptions & { door?: DoorName | undefined; docker?: DockerOptions }): Promise<Lab> {
  const { door, say } = options;
  if (door === 'native') return nativeUp(options);
  const state = readState();
  if (state && !isStale(state)) {
    if (!door) return nativeUp(options); // goes on with it, or says that it is up
    throw new LabError({
      what: 'A lab is up already.',
      expected: 'no running lab',
      found: `the ${state.stack} stack behind the native door, since ${state.startedAt}`,
      next: `npm stop && npm start -- --door docker`,
      end: 'Nothing was changed.',
    });
  }
  const found = await findEngine();
  if (!door && 'why' in found) {
    say(`Native door: ${found.why}.`);
    return nativeUp(options);
  }
  if ('why' in found) {
    throw new LabError({
      what: 'The Docker door cannot be used.',
      expected: 'a Docker engine with Compose v2',
      found: found.why,
      next: 'start Docker (docker info must answer), or: npm start -- --door native',
      end: 'Nothing was started.',
    });
  }
  say(`Docker door: engine ${found.engine} with Compose ${found.compose} answers.`);
  const { docker } = options;
  return dockerUp(options, { ...docker, environment: { ...found.environment, ...docker?.environment } });
}
