import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { goEngines } from '../../lab/src/parts/engines.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { checkout } from '../../lab/src/base/paths.ts';

const env = readLabEnv({ shell: {} });
const read = (file: string) => readFile(join(checkout, file), 'utf8');

describe('development environments have the pinned tools', () => {
  test('the dev container has Node, Docker, and every page that a person opens, with its name', async () => {
    const container = parse((await read('.devcontainer/devcontainer.json')).replace(/^\s*\/\/.*$/gm, '')) as {
      features: Record<string, { version?: string }>;
      forwardPorts: number[];
      portsAttributes: Record<string, { label: string }>;
    };
    const feature = (name: string) => Object.entries(container.features).find(([id]) => id.includes(`/${name}:`))?.[1];
    expect(feature('node')?.version).toBe(env.LAB_NODE_VERSION);
    expect(feature('docker-in-docker')).toBeDefined();
    expect((await goVersions()).every((needed) => needed.startsWith(`${feature('go')?.version}.`))).toBe(true);
    const opened = [env.GATEWAY_PORT, env.PROMETHEUS_PORT, env.JAEGER_PORT, env.GRAFANA_PORT, env.CONSOLE_PORT];
    expect(container.forwardPorts).toEqual(opened);
    expect(Object.keys(container.portsAttributes).map(Number).toSorted()).toEqual(opened.toSorted());
  });

  test('mise has Node and Go', async () => {
    const tools = Object.fromEntries(
      [...(await read('mise.toml')).matchAll(/^(\w+) = "([^"]+)"/gm)].map(([, tool, version]) => [tool, version]),
    );
    expect(tools['node']).toBe(env.LAB_NODE_VERSION);
    expect((await goVersions()).every((needed) => needed.startsWith(`${tools['go']}.`))).toBe(true);
  });
});

/** The Go versions that the engines' modules ask for; the collector's generated one asks for less than we build with. */
async function goVersions(): Promise<string[]> {
  const folders = [...new Set(goEngines.map(({ folder }) => folder))].filter(
    (folder) => folder !== 'engines/collector',
  );
  return Promise.all(
    folders.map(async (folder) => /^go (\S+)$/m.exec(await read(`${folder}/go.mod`))?.[1] ?? `${folder}: none`),
  );
}
