import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { baseEnvironment } from '../../lab/src/base/base-environment.ts';
import { lock } from '../../lab/src/base/file-lock.ts';
import { cacheHome } from '../../lab/src/base/paths.ts';
import { until } from '../../lab/src/base/poll.ts';
import { freePort } from '../support/free-ports.ts';
import { lastLines, run } from '../support/run-command.ts';
import { commonVariables, type Example } from './page-examples.ts';

/** A service of the page that listens; it ends with the test. */
export type RunningExample = AsyncDisposable & {
  url: string;
  /** Ends it by a signal. Fails if it does not end within 10 s. */
  stop(by: 'SIGTERM' | 'SIGINT'): Promise<void>;
};

type Settings = {
  endpoint: string;
  service: string;
  port?: number;
  env?: Record<string, string>;
};

/**
 * Runs an example as the page prints it. What differs is said by the environment: `endpoint` of the lab, the service's name and
 * its port. Its packages are kept between runs, in a folder for each text and each version of the tools.
 */
export async function startExample(
  name: string,
  example: Example,
  { endpoint, service, port, env = {} }: Settings,
): Promise<RunningExample> {
  const folder = await installed(name, example);
  port ??= await freePort();
  const script = [
    commonVariables(),
    `export OTEL_SERVICE_NAME=${service} OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
    example.start,
  ].join('\n');
  const child = execa('sh', ['-ec', script], {
    cwd: folder,
    // the JVM's flag is for machines with few cores: its start takes a third of the time
    env: { ...baseEnvironment(), PORT: String(port), JAVA_TOOL_OPTIONS: '-XX:TieredStopAtLevel=1', ...env },
    extendEnv: false,
    detached: true, // a group of its own, which ends as a whole
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  let output = '';
  child.all.on('data', (data: Buffer) => (output += data));
  let ended = false;
  void child.then(() => (ended = true));
  const signal = (which: NodeJS.Signals) => {
    if (!ended) process.kill(-child.pid!, which);
  };
  const stop = async (by: NodeJS.Signals) => {
    signal(by);
    await until(`${name} ends at ${by}`, () => ended || undefined, { deadline: 10_000 });
  };
  const running = { url: `http://127.0.0.1:${port}`, stop, [Symbol.asyncDispose]: () => end() };
  const end = async () => {
    signal('SIGKILL');
    await child;
  };
  try {
    await until(
      `${name} answers`,
      async () => {
        if (ended) throw new Error(`it ended: ${lastLines(output)}`);
        return (await fetch(`${running.url}/readyz`)).status;
      },
      { deadline: 90_000 },
    );
  } catch (error) {
    await end();
    throw new Error(`${(error as Error).message}\n${lastLines(output)}`, { cause: error });
  }
  return running;
}

/** The example's folder with its packages; made on the first run, by the page's own commands. */
async function installed(name: string, example: Example): Promise<string> {
  const home = join(cacheHome(), 'own-service');
  const text = JSON.stringify([example.files, example.install, process.version]);
  const id = `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  const folder = join(home, id);
  await using _ = await lock(`${folder}.lock`, { onWait: () => {} });
  if (existsSync(join(folder, '.installed'))) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [file, content] of Object.entries(example.files)) await writeFile(join(folder, file), content);
  await run('sh', ['-ec', example.install], { cwd: folder, timeout: 600_000 });
  await writeFile(join(folder, '.installed'), '');
  return folder;
}
