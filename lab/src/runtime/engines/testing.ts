// Helpers of the tests beside this file: temporary folders, fake engines as scripts, a small real Go module.
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GoEngine, type VersionVariable, versionVariables } from '../../parts/engines.ts';
import { type ProvidedEngine, provide } from './provide-engines.ts';

/** Whether a Go is on the PATH; tests that compile are skipped without it. */
export const hasGo = spawnSync('go', ['version']).status === 0;

/** Versions as `.env` states them, but small. */
export const env = Object.fromEntries(versionVariables.map((name) => [name, '1.2.3'])) as Record<
  VersionVariable,
  string
>;

/** A temporary world: folders for an engine's sources, for the PATH and for the cache. Variables are restored at the end. */
export async function world(): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'engines-test-'));
  const [source, bin, cache] = [join(root, 'source'), join(root, 'bin'), join(root, 'cache')];
  for (const folder of [source, bin, cache]) await mkdir(folder);
  const before = { ...process.env };
  process.env['GOCACHE'] ??=
    spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).stdout?.trim() || join(root, 'go-build');
  process.env['XDG_CACHE_HOME'] = cache;
  process.env['PATH'] = `${bin}:${process.env['PATH']}`;
  delete process.env['LAB_ENGINES'];
  const lines: string[] = [];
  const engine: GoEngine = {
    name: 'tempo',
    title: 'Toy',
    folder: source,
    package: '.',
    module: 'toy',
    tags: [],
    binary: 'toy',
    onPath: ['toy-engine'],
    versionArgs: ['--version'],
    version: '1.2.3',
    moduleVersion: (v) => v,
    coldSeconds: 10,
  };
  return {
    root,
    source,
    bin,
    cache,
    lines,
    engine,
    provide: async (options = {}) => {
      const { change, ...rest } = options;
      const provided = await provide([{ ...engine, ...change }], { env, say: (line) => lines.push(line), ...rest });
      return provided.get('tempo') as ProvidedEngine;
    },
    script: (name, body) => script(join(bin, name), body),
    sources: async (files) => {
      for (const [name, text] of Object.entries(files)) {
        await mkdir(join(source, name, '..'), { recursive: true });
        await writeFile(join(source, name), text);
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
      await rm(root, { recursive: true, force: true });
    },
  };
}

type World = AsyncDisposable & {
  root: string;
  source: string;
  bin: string;
  cache: string;
  lines: string[];
  engine: GoEngine;
  provide(options?: Partial<Parameters<typeof provide>[1]> & { change?: Partial<GoEngine> }): Promise<ProvidedEngine>;
  script(name: string, body: string): Promise<string>;
  sources(files: Record<string, string>): Promise<void>;
};

async function script(file: string, body: string): Promise<string> {
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}

/** A main package that prints a version, without imports to download. */
export const toy = {
  'go.mod': 'module toy\n\ngo 1.21\n',
  'main.go': 'package main\n\nfunc main() { println("toy 1.2.3") }\n',
};
