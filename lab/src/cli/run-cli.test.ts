import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };

const main = join(import.meta.dirname, 'main.ts');
const nowhere = { LAB_HOME: import.meta.dirname, COMPOSE_PROJECT_NAME: 'no-such-lab' };

/** Runs the tool where there is no lab. */
function lab(...args: string[]) {
  return execa(process.execPath, [main, ...args], { env: nowhere, reject: false });
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

test('a folder that cannot be used is reported with its variable, and exits with 1', async () => {
  const LAB_HOME = join(main, 'a-file-is-no-folder');
  const { exitCode, stderr } = await execa(process.execPath, [main, 'status'], { env: { LAB_HOME }, reject: false });
  expect(stderr).toMatch(/^The folder of the lab cannot be used\.[^]*ENOTDIR[^]*export LAB_HOME=\/another\/folder/);
  expect(stderr).not.toMatch(/^\s+at |bug in the lab/m);
  expect(exitCode).toBe(1);
});

test('a reader that has seen enough does not end the tool', async () => {
  const shell = `'${process.execPath}' '${main}' --help | true; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await execa('bash', ['-c', shell], { env: nowhere, reject: false });
  expect({ stdout, stderr }).toEqual({ stdout: '0', stderr: '' });
});
