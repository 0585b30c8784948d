import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findOnPath } from './engines/find-on-path.ts';
import { findLab, NoLab } from './find-lab.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
  vi.stubEnv('LAB_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

test.skipIf(!(await findOnPath(['docker'])))(
  'a Docker that cannot be asked is said where no lab is found',
  async () => {
    vi.stubEnv('DOCKER_HOST', `unix://${home}/nobody.sock`);
    await expect(findLab()).rejects.toMatchObject({
      failure: {
        what: 'No lab is running.',
        found: expect.stringMatching(/no answer from Docker: .*nobody\.sock/),
      },
    });
  },
);

test('a machine without Docker is not reported as a problem', async () => {
  vi.stubEnv('PATH', home);
  const failed = await findLab().catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(NoLab);
  expect((failed as NoLab).failure.found).toBe(`no state in ${home}`);
});
