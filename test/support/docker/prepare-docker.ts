import { readLabEnv } from '../../../lab/src/parts/env-file.ts';
import { provideEngines } from '../../../lab/src/runtime/engines/provide-engines.ts';
import { execa } from 'execa';
import { LabError } from '../../../lab/src/base/lab-error.ts';
import { buildStandIn, standInHash } from './stand-ins/build-stand-in.ts';
import { provideCompose } from './compose-plugin.ts';
import { missingDocker } from './docker-engine.ts';
import { type UpstreamImage, upstreamImages } from './images.ts';
import { lastLines } from '../run-command.ts';
import { buildOurImages } from './our-images.ts';
import { standIns } from './stand-ins/stand-ins.ts';

/** What tests of the Docker runtime can use on this machine. */
export type Docker = {
  /** Path of a Compose v2 binary; runs like `docker compose`. */
  compose: string;
  /** For processes that run `docker compose` themselves, the lab tool among them: which Compose, which images of ours. */
  environment: Record<string, string>;
  /** Compose services whose images are not available: leave them out by name. */
  withoutServices: string[];
  /** Images that we built under upstream's name. */
  standIns: string[];
  /** Upstream's image names, as the compose files and Dockerfiles use them. */
  images: Record<UpstreamImage, string>;
};

/**
 * Makes every image available to the machine's Docker engine: upstream's where they can be pulled, else stand-ins, then
 * ours. Says which. Throws when no engine answers.
 */
export async function prepareDocker(say: (line: string) => void = console.error): Promise<Docker> {
  const missing = await missingDocker();
  if (missing) throw new LabError(missing);
  const compose = await provideCompose(say);
  const { missing: away, existing } = await pullMissing(say);
  const without = away.filter((name) => name === 'grafana');
  const wanted = [...existing, ...away].filter((name) => name !== 'grafana');
  await buildStandIns(wanted, say);
  for (const name of without) say(`${name}: no image and no stand-in; its service is left out of this run`);
  const ours = await buildOurImages(compose.path, compose.environment);
  return {
    compose: compose.path,
    environment: { ...compose.environment, ...ours },
    withoutServices: without,
    standIns: wanted,
    images: upstreamImages(readLabEnv()),
  };
}

/** Pulls the missing images. `existing` are images that are already stand-ins: they are rebuilt when their inputs changed. */
async function pullMissing(
  say: (line: string) => void,
): Promise<{ missing: UpstreamImage[]; existing: StandInName[] }> {
  const missing: UpstreamImage[] = [];
  const existing: StandInName[] = [];
  let registryAway: string | undefined;
  for (const [name, image] of Object.entries(upstreamImages(readLabEnv())) as [UpstreamImage, string][]) {
    const hash = await standInHash(image);
    if (hash === '') continue;
    if (hash && name !== 'grafana') {
      existing.push(name);
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
  return { missing, existing };
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
