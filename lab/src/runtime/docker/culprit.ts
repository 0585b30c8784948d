import type { Failure } from '../../base/lab-error.ts';
import type { Container } from './containers.ts';
import { lastLines } from './docker-command.ts';
import { endOf } from './part-state.ts';
import { serviceInName, titleOfService } from './services.ts';

/** What is known when `docker compose up --wait` has failed. */
export type FailedUp = {
  project: string;
  /** Compose's output, both streams. */
  printed: string;
  exitCode: number | undefined;
  containers: readonly Container[];
  /** Name of the variable in `.env` that states this port. */
  variableOf: (port: number) => string | undefined;
  lastLog: (container: Container) => Promise<string>;
};

/** Why `docker compose up` failed, and what to do: from Docker's message if there is one, else from the containers. */
export async function culpritOf(failed: FailedUp): Promise<Failure> {
  return (
    portTaken(failed) ??
    imageMissing(failed) ??
    fileMissing(failed) ??
    buildFailed(failed) ??
    (await containerFailed(failed)) ??
    unknown(failed)
  );
}

function portTaken({ project, printed, variableOf }: FailedUp): Failure | undefined {
  const [, address = '', digits = ''] =
    /([\d.]+|\[[\da-f:]+\]):(\d+)(?: failed: port is already allocated|: bind: address already in use)/.exec(printed) ??
    [];
  if (!digits) return undefined;
  const service = serviceInName(project, /endpoint (\S+) \(/.exec(printed)?.[1] ?? '');
  const variable = variableOf(Number(digits));
  return {
    what: `Port ${digits} is taken: ${titleOfService(service)} cannot listen there.`,
    expected: `a free port on ${address}`,
    found: 'another process took it in the meantime',
    next: `stop it${variable ? `, or: ${variable}=${Number(digits) + 1} npm start` : ''}`,
  };
}

function imageMissing({ printed }: FailedUp): Failure | undefined {
  const away =
    /(Get "https?:\/\/\S+": .*(?:no such host|connection refused|timeout|i\/o|deadline exceeded|unreachable).*)/.exec(
      printed,
    )?.[1];
  const image =
    /No such image: (\S+)/i.exec(printed)?.[1] ??
    /manifest for (\S+) not found/.exec(printed)?.[1] ??
    /pull access denied for ([^\s,]+)/.exec(printed)?.[1] ??
    /(\S+:\S+): (?:not found|failed to resolve)/.exec(printed)?.[1];
  const service = /^\s*(\S+) Error\s/m.exec(printed)?.[1];
  if (!away && !image) return undefined;
  return {
    what: `${image ? `Image ${image}` : `The image of ${titleOfService(service)}`} is not available.`,
    expected: 'an image on this machine, or a registry that has it',
    found: away ? 'no answer of the image registry' : 'no such image',
    cause: away ?? lastLines(printed, 1),
    next: away
      ? 'check the network, or run without images: npm start -- --runtime native'
      : 'correct its version in .env (git checkout .env)',
  };
}

function fileMissing({ project, printed }: FailedUp): Failure | undefined {
  const path = /bind source path does not exist: (\S+)/.exec(printed)?.[1];
  if (!path) return undefined;
  const service = serviceInName(project, /Container (\S+)\s+Error response/.exec(printed)?.[1] ?? '');
  return {
    what: `A file that ${titleOfService(service)} reads is missing.`,
    expected: path,
    found: 'no such file',
    next: 'git status; if a variable such as COLLECTOR_CONFIG names the file, correct it',
  };
}

function buildFailed({ printed }: FailedUp): Failure | undefined {
  if (!/failed to (solve|build)|ERROR: executor failed|process ".*" did not complete/.test(printed)) return undefined;
  return {
    what: 'An image of the lab could not be built.',
    expected: 'docker compose build to succeed',
    found: lastLines(printed, 8),
    next: 'docker compose build --progress plain',
  };
}

/** Compose stops waiting at the first failure: the guard, an unhealthy probe, or a container that ended. */
async function containerFailed({ containers, lastLog, printed }: FailedUp): Promise<Failure | undefined> {
  const guard = containers.find((c) => c.service === 'guard' && c.state === 'exited' && c.exitCode !== 0);
  if (guard) return { what: 'The guard refused the start.', found: await lastLog(guard), next: 'follow its advice' };
  const named = containers.find(
    (c) => printed.includes(`${c.name} is unhealthy`) || printed.includes(`${c.name} exited`),
  );
  const ended = containers.filter(
    (c) => ['restarting', 'dead'].includes(c.state) || (c.state === 'exited' && c.service !== 'guard'),
  );
  const sick = containers.filter((c) => c.health === 'unhealthy');
  const found = ended.find((c) => c.state === 'restarting' || c.exitCode !== 0) ?? named ?? sick[0] ?? ended[0];
  if (!found) return undefined;
  const engine = containers.find((c) => `${c.service}-ready` === found.service) ?? found; // the probe only reports for its engine
  const service = engine.service;
  const how =
    found.health === 'unhealthy'
      ? `${found.name} is unhealthy${found.healthSaid ? `: ${lastLines(found.healthSaid, 2)}` : ''}`
      : `${found.name} ${endOf(found)}`;
  return {
    what: `${titleOfService(service)} did not become usable.`,
    expected: `container ${engine.name} to run and to answer its healthcheck`,
    found: how,
    cause: `last log lines: ${(await lastLog(engine)) || 'none'}`,
    next: 'fix the reported error; then: npm start',
  };
}

function unknown({ printed, exitCode }: FailedUp): Failure {
  return {
    what: 'docker compose up failed.',
    expected: 'exit code 0',
    found: `exit code ${exitCode ?? 'none'}`,
    cause: lastLines(printed) || 'no output',
    next: 'docker compose up -d --wait',
  };
}
