import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

/** Runs the tool where there is no lab. */
function lab(...args: string[]) {
  const main = join(import.meta.dirname, 'main.ts');
  return execa(process.execPath, [main, ...args], {
    env: { LAB_HOME: import.meta.dirname, COMPOSE_PROJECT_NAME: 'no-such-lab' },
    reject: false,
  });
}

test('a wrong command line is explained with the next command, and exits with 2', async () => {
  const { exitCode, stdout, stderr } = await lab('check', 'panels', '--requests', '5');
  expect(stderr).toBe("Unknown option '--requests'\n  next      npm run lab -- check panels --help");
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
});

test('--version prints the version of the project', async () => {
  expect(await lab('--version')).toMatchObject({ exitCode: 0, stdout: packageJson.version, stderr: '' });
});

test('a failure is reported without a stack trace, and exits with 1', async () => {
  const { exitCode, stderr } = await lab('check');
  expect(stderr).toMatch(/^No lab is running\./);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(exitCode).toBe(1);
});
