import { chmod, readdir, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../base/lab-error.ts';
import { type GoEngine, goEngines } from '../../parts/engines.ts';
import { readLabEnv } from '../../parts/env-file.ts';
import { buildFailure } from './build-failure.ts';
import { cacheEntry } from './engine-cache.ts';
import { provide, provideEngines } from './provide-engines.ts';
import { env, hasGo, toy, world } from './testing.ts';

describe('an engine on the PATH', () => {
  test('is taken when its minor version is the pinned one', async () => {
    await using w = await world();
    const path = await w.script('toy-engine', 'echo "toy, version v1.2.9 (go1.26.1)"');
    expect(await w.provide()).toEqual({ name: 'tempo', path, origin: 'path', version: '1.2.9' });
  });

  test('is found by its description in the parts table', async () => {
    await using w = await world();
    const path = await w.script('k6', `echo "k6 v${readLabEnv().K6_VERSION} (go1.26)"`);
    const provided = await provideEngines(['k6'], { env: readLabEnv(), say: () => {} });
    expect([...provided.values()]).toEqual([{ name: 'k6', path, origin: 'path', version: readLabEnv().K6_VERSION }]);
  });

  test.skipIf(!hasGo)('is left alone when it is another version, and that is said', async () => {
    await using w = await world();
    await w.script('toy-engine', 'echo "toy 1.3.0"');
    await w.sources(toy);
    expect(await w.provide()).toMatchObject({ origin: 'built', version: '1.2.3' });
    expect(w.lines[0]).toMatch(/toy-engine is 1\.3\.0, not 1\.2\.3; it is not used/);
  });

  test.skipIf(!hasGo)('is left alone with LAB_ENGINES=build', async () => {
    await using w = await world();
    await w.script('toy-engine', 'echo "toy 1.2.3"');
    await w.sources(toy);
    process.env['LAB_ENGINES'] = 'build';
    expect(await w.provide()).toMatchObject({ origin: 'built' });
  });
});

test.skipIf(!hasGo).each([
  ['hangs with a child that holds its output open', 'sleep 600 & wait', /no answer within 10 s/],
  ['fails', 'exit 3', /exit code 3/],
  ['prints something else', 'echo hello', /an answer without a version/],
])('a program on the PATH that %s is not used, and that is said', async (_, body, reason) => {
  await using w = await world();
  await w.script('toy-engine', body);
  await w.sources(toy);
  expect(await w.provide()).toMatchObject({ origin: 'built', version: '1.2.3' });
  expect(w.lines[0]).toMatch(/toy-engine does not say its version: /);
  expect(w.lines[0]).toMatch(reason);
  expect(w.lines[0]).toMatch(/; it is not used$/);
});

describe.skipIf(!hasGo)('a build (needs Go)', () => {
  test('is done once and found in the cache afterwards', async () => {
    await using w = await world();
    await w.sources(toy);
    const built = await w.provide();
    expect((await execa(built.path)).stderr).toBe('toy 1.2.3');
    expect(w.lines.join('\n')).toMatch(
      /^Building Toy 1\.2\.3: about \d+ s[^]*Toy: downloading modules[^]*Toy: (compiling|linking)[^]*Toy: ready/,
    );
    expect((await readdir(dirname(built.path))).sort()).toEqual(['built.json', 'toy']);
    w.lines.length = 0;
    expect(await w.provide()).toEqual({ ...built, origin: 'cache' });
    expect(w.lines).toEqual([]);
  });

  test.each<[string, { files?: Record<string, string>; change?: Partial<GoEngine>; version?: string }]>([
    ['a source file', { files: { 'main.go': `${toy['main.go']}// more\n` } }],
    ['go.mod', { files: { 'go.mod': `${toy['go.mod']}// more\n` } }],
    ['go.sum', { files: { 'go.sum': '' } }],
    ['the package', { change: { package: './other' } }],
    ['tags', { change: { tags: ['other'] } }],
    ['the version that is stamped in', { version: '1.2.4' }],
  ])('is repeated when it differs in %s', async (_, { files = {}, change = {}, version = '1.2.3' }) => {
    await using w = await world();
    await w.sources({ ...toy, 'README.md': 'what a build does not read' });
    const engine: GoEngine = { ...w.engine, versionStamp: (v) => `main.version=${v}` };
    const before = await cacheEntry(engine, '1.2.3');
    await w.sources({ 'README.md': 'changed' });
    expect(await cacheEntry(engine, '1.2.3')).toEqual(before);
    await w.sources(files);
    expect((await cacheEntry({ ...engine, ...change }, version)).folder).not.toBe(before.folder);
  });

  test.each([
    ['truncated', (file: string) => truncate(file, 1000)],
    ['not executable', (file: string) => chmod(file, 0o644)],
  ])('is repeated when the cached binary is %s', async (_, damage) => {
    await using w = await world();
    await w.sources(toy);
    const { path } = await w.provide();
    await damage(path);
    expect(await w.provide()).toMatchObject({ origin: 'built', path });
    expect(w.lines).toContainEqual(expect.stringMatching(/is damaged; it is built again/));
    expect((await execa(path)).stderr).toBe('toy 1.2.3');
  });

  test('ignores the developer’s GOFLAGS and go.work', async () => {
    await using w = await world();
    await w.sources(toy);
    process.env['GOFLAGS'] = '-mod=vendor';
    process.env['GOWORK'] = '/nowhere/go.work';
    expect(await w.provide()).toMatchObject({ origin: 'built' });
  });

  test('that fails names the engine, shows go’s words and the next command, and leaves no binary', async () => {
    await using w = await world();
    await w.sources({ ...toy, 'main.go': 'package main\n\nfunc main() { nonsense() }\n' });
    const failure = await w.provide().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LabError);
    const text = (failure as LabError).message;
    expect(text).toMatch(/^Toy cannot be built\./);
    expect(text).toMatch(/undefined: nonsense/);
    expect(text).toMatch(/after +\d+\.\d s/);
    expect(text).toMatch(/next +repeat the command/);
    expect(await leftovers(w.cache)).toEqual([]);
  });

  test('that needs a module which cannot be fetched says so', async () => {
    await using w = await world();
    await w.sources({
      'go.mod': `${toy['go.mod']}\nrequire example.com/far v1.0.0\n`,
      'go.sum': `example.com/far v1.0.0 h1:${'A'.repeat(43)}=\nexample.com/far v1.0.0/go.mod h1:${'A'.repeat(43)}=\n`,
      'main.go': 'package main\n\nimport _ "example.com/far"\n\nfunc main() {}\n',
    });
    process.env['GOPROXY'] = 'http://127.0.0.1:9';
    process.env['GOMODCACHE'] = join(w.root, 'mod');
    await expect(w.provide()).rejects.toThrow(
      /a Go module could not be downloaded[^]*127\.0\.0\.1:9[^]*check the network/,
    );
  });

  test('that may not write Go’s folders says which variable moves them', async () => {
    await using w = await world();
    await w.sources({ ...toy, file: '' });
    const failure = await buildFailure(
      w.engine,
      ['go: could not create module cache: mkdir /go: permission denied'],
      1,
      '/',
    );
    expect(failure.message).toMatch(
      /^Toy cannot be built: a folder of Go[^]*mkdir \/go: permission denied[^]*GOMODCACHE=\//,
    );
  });

  test('whose go.sum lacks a line says which file to restore', async () => {
    await using w = await world();
    await w.sources({
      'go.mod': `${toy['go.mod']}\nrequire example.com/far v1.0.0\n`,
      'main.go': 'package main\n\nimport _ "example.com/far"\n\nfunc main() {}\n',
    });
    await expect(w.provide()).rejects.toThrow(/do not match[^]*git checkout/);
  });

  test('whose cache folder cannot be written says which', async () => {
    await using w = await world();
    await w.sources({ ...toy, file: '' });
    process.env['XDG_CACHE_HOME'] = join(w.source, 'file');
    await expect(w.provide()).rejects.toThrow(/^The cache cannot be used[^]*source\/file[^]*XDG_CACHE_HOME=/);
  });

  test('goes on with the engines that are left after one has failed', async () => {
    await using w = await world();
    await w.sources({ ...toy, 'broken/main.go': 'package main\n\nfunc main() { nonsense() }\n' });
    const good = { ...w.engine };
    const bad = { ...w.engine, name: 'jaeger' as const, title: 'Broken', package: './broken' };
    const say = (line: string) => w.lines.push(line);
    await expect(provide([good, bad], { env, say })).rejects.toThrow(/^Broken cannot be built/);
    await w.sources({ 'broken/main.go': toy['main.go'] });
    const provided = await provide([good, bad], { env, say });
    expect([...provided.values()].map((engine) => engine.origin)).toEqual(['cache', 'built']);
  });

  test('runs twice at once without harm: one builds, the other waits for it and takes the result', async () => {
    await using w = await world();
    await w.sources(toy);
    const [a, b] = await Promise.all([w.provide(), w.provide()]);
    expect(a.path).toBe(b.path);
    expect((await execa(a.path)).stderr).toBe('toy 1.2.3');
    expect(w.lines).toContainEqual(expect.stringMatching(/is already building it, waiting/));
    expect((await readdir(dirname(a.path))).sort()).toEqual(['built.json', 'toy']);
  });

  test('reports progress every second to who asks for it, and then says no plain phases', async () => {
    await using w = await world();
    await w.sources(toy);
    const phases: string[] = [];
    await w.provide({ progress: (update) => phases.push(update.phase) });
    expect(phases).toContain('downloading modules');
    expect(phases).toContain('linking');
    expect(w.lines.filter((line) => /compiling|linking/.test(line))).toEqual([]);
  });
});

describe('an interrupted build', () => {
  test.skipIf(!hasGo)('leaves no process and no temporary file, and the next one goes on', async () => {
    await using w = await world();
    await w.sources(toy);
    // The real go, held up in its compile step by a child of its own, as a long build is by its compilers.
    const go = (await execa('sh', ['-c', 'command -v go'])).stdout;
    const marker = `61${process.pid}`;
    await w.script('go', `case "$1" in build) sleep ${marker} & sleep ${marker}; esac\nexec "${go}" "$@"`);
    const abort = new AbortController();
    const begun = Date.now();
    const building = w.provide({ signal: abort.signal });
    await expect.poll(() => w.lines.join('\n'), { timeout: 10_000 }).toMatch(/Toy: (compiling|linking)/);
    await expect.poll(() => sleepers(marker), { timeout: 5_000 }).toBe(2);
    abort.abort();
    await expect(building).rejects.toThrow(/^The build of Toy was interrupted[^]*continues where this one stopped/);
    expect(await sleepers(marker)).toBe(0);
    expect(await leftovers(w.cache)).toEqual([]);
    expect(Date.now() - begun).toBeLessThan(15_000);
    await w.script('go', `exec "${go}" "$@"`);
    expect(await w.provide()).toMatchObject({ origin: 'built' });
  });
});

test('every engine that is described has its module files', async () => {
  for (const engine of goEngines) {
    const entry = await cacheEntry(engine, '1.2.3');
    expect(entry.binary).toMatch(new RegExp(`engines/${engine.name}-[0-9a-f]{12}/${engine.binary}$`));
  }
});

async function sleepers(marker: string): Promise<number> {
  const { stdout } = await execa('sh', ['-c', `ps ax -o args= 2>/dev/null | grep -c '^sleep ${marker}$' || true`]);
  return Number(stdout);
}

/** Files of the lab's cache, without what belongs to Go. */
async function leftovers(cache: string): Promise<string[]> {
  const all = await readdir(join(cache, 'span-metrics-lab'), { recursive: true }).catch(() => []);
  const files: string[] = [];
  for (const name of all) if ((await stat(join(cache, 'span-metrics-lab', name))).isFile()) files.push(name);
  return files;
}
