import { readLabEnv } from '../../../lab/src/parts/env-file.ts';
import { provideEngines } from '../../../lab/src/runtime/engines/provide-engines.ts';
import { execa } from 'execa';
import type { Stack } from '../../../lab/src/parts/parts.ts';
import { LabError } from '../../../lab/src/base/lab-error.ts';
import { buildStandIn, standInHash } from './stand-ins/build-stand-in.ts';
import { provideCompose } from './compose-plugin.ts';
import { findDockerEngine } from './docker-engine.ts';
import { isOf, type UpstreamImage, upstreamImages } from './images.ts';
import { lastLines } from '../run-command.ts';
import { standIns } from './stand-ins/stand-ins.ts';

/** What tests of the Docker runtime can use on this machine. */
export type Docker =
  | {
      available: true;
      /** The engine's version. */
      engine: string;
      /** Path of a Compose v2 binary; runs like `docker compose`. */
      compose: string;
      /** For processes that run `docker compose` themselves, the lab tool among them. */
      environment: Record<string, string>;
      /** Compose services that no image can be had for: leave them out by name. */
      withoutServices: string[];
      /** Images that are ours under upstream's name. */
      standIns: string[];
      /** Upstream's image names, as the compose files and Dockerfiles use them. */
      images: Record<UpstreamImage, string>;
    }
  | { available: false; why: string };

type Options = { stack?: Stack; say?: (line: string) => void };

/**
 * Makes every image of a stack available to the machine's Docker engine: upstream's where it can be pulled, else
 * a stand-in. Says which. Gives `available: false` when no engine answers; throws when an engine is there and this fails.
 */
export async function prepareDocker({ stack = 'tempo', say = console.error }: Options = {}): Promise<Docker> {
  const engine = await findDockerEngine();
  if ('why' in engine) return { available: false, why: engine.why };
  const compose = await provideCompose(say);
  const { missing, standing } = await pullMissing(stack, say);
  const without = missing.filter((name) => name === 'grafana');
  const wanted = [...standing, ...missing].filter((name) => name !== 'grafana');
  await buildStandIns(wanted, say);
  for (const name of without) say(`${name}: no image and no stand-in; its service is left out of this run`);
  return {
    available: true,
    engine: engine.version,
    compose: compose.path,
    environment: compose.environment,
    withoutServices: without,
    standIns: wanted,
    images: upstreamImages(readLabEnv()),
  };
}

/** Pulls what is not there. `standing` are images that are already stand-ins: they are rebuilt when their inputs changed. */
async function pullMissing(
  stack: Stack,
  say: (line: string) => void,
): Promise<{ missing: UpstreamImage[]; standing: StandInName[] }> {
  const missing: UpstreamImage[] = [];
  const standing: StandInName[] = [];
  let registryAway: string | undefined;
  for (const [name, image] of Object.entries(upstreamImages(readLabEnv())) as [UpstreamImage, string][]) {
    if (!isOf(stack, name)) continue;
    const hash = await standInHash(image);
    if (hash === '') continue;
    if (hash && name !== 'grafana') {
      standing.push(name);
      continue;
    }
    if (!registryAway) {
      const pull = await execa('docker', ['pull', '--quiet', image], { reject: false, timeout: 900_000 });
      if (!pull.failed) continue;
      const reason = lastLines(pull.stderr, 1);
      if (/manifest unknown|not found/i.test(reason)) {
        throw new LabError({
          what: `${image} does not exist.`,
          expected: 'an image of the version that .env states',
          found: reason,
          next: 'correct the version in .env',
        });
      }
      registryAway = reason;
      say(`No image registry can be reached (${reason}).`);
    }
    missing.push(name);
  }
  return { missing, standing };
}

type StandInName = keyof typeof standIns;

async function buildStandIns(names: readonly StandInName[], say: (line: string) => void): Promise<void> {
  const env = readLabEnv();
  const images = upstreamImages(env);
  const engines = [...new Set(names.flatMap((name) => standIns[name].binaries))];
  const provided = await provideEngines(engines, { env, say });
  const paths = new Map([...provided].map(([name, { path }]) => [name, path]));
  for (const name of names) {
    const started = performance.now();
    const built = await buildStandIn(images[name], standIns[name], paths);
    const how = built ? `built in ${((performance.now() - started) / 1000).toFixed(0)} s` : 'as built before';
    say(`${images[name]}: stand-in, ${how}`);
  }
}
