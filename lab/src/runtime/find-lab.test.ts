import { expect, test, vi } from 'vitest';
import { temporaryHome } from '../base/testing.ts';
import { findOnPath } from './engines/find-on-path.ts';
import { findLab, NoLab } from './find-lab.ts';

const home = temporaryHome();

test.skipIf(!(await findOnPath(['docker'])))(
  'a Docker that cannot be asked is said where no lab is found',
  async () => {
    vi.stubEnv('DOCKER_HOST', `unix://${home.path}/nobody.sock`);
    await expect(findLab()).rejects.toMatchObject({
      failure: {
        what: 'No lab is running.',
        found: expect.stringMatching(/no answer from Docker: .*nobody\.sock/),
      },
    });
  },
);

test('a machine without Docker is not reported as a problem', async () => {
  vi.stubEnv('PATH', home.path);
  const failed = await findLab().catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(NoLab);
  expect((failed as NoLab).failure.found).toBe(`no state in ${home.path}`);
});
