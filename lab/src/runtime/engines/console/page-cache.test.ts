import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeUnused, useBuild } from './page-cache.ts';

test('builds that were not used for a day and drafts of ended processes are removed; builds in use are kept', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'lab-pages-'));
  try {
    const used = '0000000000000001';
    for (const name of [
      used,
      '0000000000000002',
      '0000000000000003',
      'work-999999999',
      `work-${process.pid}`,
      'other',
    ]) {
      mkdirSync(join(cache, name));
      writeFileSync(join(cache, name, 'index.html'), '');
    }
    const old = new Date(Date.now() - 25 * 3_600_000);
    for (const name of [used, '0000000000000002', 'other']) utimesSync(join(cache, name), old, old);
    await useBuild(join(cache, used));
    await removeUnused(cache);
    expect(readdirSync(cache).toSorted()).toEqual(
      [used, '0000000000000003', 'other', `work-${process.pid}`].toSorted(),
    );
  } finally {
    rmSync(cache, { recursive: true });
  }
});
