import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { engineVersion, type GoEngine, goEngines } from '../../lab/src/parts/engines.ts';
import { type LabEnv, readLabEnv } from '../../lab/src/parts/env-file.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { composeFiles } from '../../lab/src/runtime/docker/services.ts';
import { type ComposeConfig, composeConfig, composeSets } from '../support/docker/compose-config.ts';
import { type ComposePlugin, provideCompose } from '../support/docker/compose-plugin.ts';
import { upstreamImages } from '../support/docker/images.ts';

const env = readLabEnv({ shell: {} }); // what the file states, whatever the shell says
let compose: ComposePlugin;
beforeAll(async () => {
  compose = await provideCompose(console.error);
}, 600_000);

describe('one version per engine, on both runtimes', () => {
  test.each(goEngines)('$title: go.mod has the module of the version in .env', async (engine) => {
    const goMod = await readFile(join(checkout, engine.folder, 'go.mod'), 'utf8');
    expect(disagreement(engine, goMod, env)).toBeUndefined();
  });

  test.each(goEngines)('$title: another version in .env is noticed', async (engine) => {
    if (!engine.versionVariable) return;
    const goMod = await readFile(join(checkout, engine.folder, 'go.mod'), 'utf8');
    expect(disagreement(engine, goMod, { ...env, [engine.versionVariable]: '1.2.3' })).toContain(engine.module);
  });

  test.each(composeSets.map((files) => [files.join(' + '), files] as const))(
    '%s: every image is from .env, a changed version changes the tag',
    async (_, files) => {
      const changed = Object.fromEntries(
        Object.keys(env)
          .filter((name) => name.endsWith('_VERSION'))
          .map((name) => [name, '1.2.3']),
      );
      const config = await composeConfig({ ...compose, environment: { ...compose.environment, ...changed } }, files);
      const fixed = [...tags(config)].filter(([, tag]) => !tag.endsWith('1.2.3') && tag !== 'local');
      expect(fixed).toEqual([]);
    },
  );

  test('the Dockerfiles take their base images from build arguments, which Compose sets', async () => {
    const { services } = await composeConfig(compose, composeFiles('tempo', ['guests']));
    const bases: string[] = [];
    for (const { build } of Object.values(services)) {
      if (!build) continue;
      const dockerfile = await readFile(join(build.context, build.dockerfile ?? 'Dockerfile'), 'utf8');
      const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\S+)/gm)].map(([, name]) => name);
      for (const [, base = ''] of dockerfile.matchAll(/^FROM (\S+)/gm)) {
        if (stages.includes(base) || base === 'scratch') continue;
        bases.push(base.replace(/\$\{(\w+)\}/g, (_, name: string) => build.args?.[name] ?? `no ${name}`));
      }
    }
    const { node, collector, python, maven, java, golang } = upstreamImages(env);
    expect(new Set(bases)).toEqual(new Set([node, collector, python, maven, java, golang]));
  });
});

/** The version of the engine's module in go.mod, if it differs from `.env`. */
function disagreement(engine: GoEngine, goMod: string, settings: LabEnv): string | undefined {
  const expected = `${engine.module} ${engine.moduleVersion(engineVersion(engine, settings))}`;
  if (goMod.split('\n').some((line) => line.replace(/^(require)?\s+/, '').split(' //')[0] === expected))
    return undefined;
  const found = goMod
    .split('\n')
    .find((line) => line.includes(`${engine.module} v`))
    ?.trim();
  return `${engine.folder}/go.mod: expected ${expected}, found ${found ?? 'nothing'}`;
}

function tags({ services }: ComposeConfig): Map<string, string> {
  return new Map(Object.entries(services).map(([name, { image = '' }]) => [name, image.split(':').at(-1) ?? '']));
}
