import { LabError } from '../base/lab-error.ts';
import type { RuntimeName } from '../parts/parts.ts';
import { type DockerOptions, dockerUp } from './docker/docker-up.ts';
import { findEngine } from './docker/find-engine.ts';
import { RecordedLab } from './events/recorded-lab.ts';
import type { Lab } from './lab.ts';
import { nativeUp } from './native/native-up.ts';
import { isStale, readState } from './native/state-file.ts';
import type { UpOptions } from './up-options.ts';

/** Starts the lab on the chosen runtime; by default in Docker if an engine with Compose v2 answers. Reports the choice and why. */
export async function up(options: Options): Promise<RecordedLab> {
  const lab = new RecordedLab(await start(options), options.say);
  await lab.recordUp();
  return lab;
}

type Options = UpOptions & { runtime?: RuntimeName | undefined; docker?: DockerOptions };

async function start(options: Options): Promise<Lab> {
  const { runtime, say } = options;
  if (runtime === 'native') return nativeUp(options);
  const state = readState();
  if (state && !isStale(state)) {
    if (!runtime) return nativeUp(options); // continues with it, or reports that it is up
    throw new LabError({
      what: 'A lab is already up.',
      expected: 'no running lab',
      found: `the ${state.stack} stack natively, since ${state.startedAt}`,
      next: `npm stop && npm start -- --runtime docker`,
      end: 'Nothing was changed.',
    });
  }
  const found = await findEngine();
  if (!runtime && 'why' in found) {
    say(`Native runtime: ${found.why}.`);
    return nativeUp(options);
  }
  if ('why' in found) {
    throw new LabError({
      what: 'The Docker runtime cannot be used.',
      expected: 'a Docker engine with Compose v2',
      found: found.why,
      next: `${askedEngine()}, or: npm start -- --runtime native`,
      end: 'Nothing was started.',
    });
  }
  say(`Docker runtime: engine ${found.engine} with Compose ${found.compose} answers.`);
  const { docker } = options;
  return dockerUp(options, { ...docker, environment: { ...found.environment, ...docker?.environment } });
}

/** What makes `docker info` answer: the shell may ask for an engine elsewhere. */
function askedEngine(): string {
  const host = process.env['DOCKER_HOST'];
  return host
    ? `start the engine at DOCKER_HOST=${host}, or: unset DOCKER_HOST`
    : 'start Docker (docker info must answer)';
}
