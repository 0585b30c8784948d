import { expect, test } from 'vitest';
import { diskFull } from './disk-full.ts';

test('a full disk is reported with the folder, its free space and the variable that moves it', async () => {
  const failure = await diskFull(['# pkg', 'write /tmp/nowhere/b001/_pkg_.a: no space left on device'], '/', 3);
  expect(failure?.message).toMatch(
    /^The disk is full[^]*\d+ MB free of \d+ MB at \/tmp\n[^]*next +free some space, or: XDG_CACHE_HOME=/,
  );
});

test('a full folder of downloads is reported with its own variable', async () => {
  const failure = await diskFull(['write /tmp/go/pkg/mod/cache/x.zip: no space left on device'], '/');
  expect(failure?.message).toMatch(/GOMODCACHE=/);
});

test.each([
  'compile: writing output: write $WORK/b010/_pkg_.a: no space left on device',
  '/usr/local/go/pkg/tool/linux_amd64/link: mapping output file failed: no space left on device',
])('falls back to our own folder for %s', async (line) => {
  expect((await diskFull([line], '/proc/self'))?.message).toMatch(/free of \d+ MB at \/proc\/self\n/);
});

test('other failures are not reported as a full disk', async () => {
  expect(await diskFull(['undefined: nonsense'], '/')).toBeUndefined();
});
