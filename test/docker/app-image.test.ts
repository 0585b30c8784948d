import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DockerLab, dockerLab } from './docker-lab.ts';
import { dockerOrSkip } from './docker-or-skip.ts';
import { run } from './run-command.ts';

const docker = await dockerOrSkip();

describe.runIf(docker.available)("the app's image", () => {
  let lab: DockerLab;
  let image: string;

  beforeAll(async () => {
    if (!docker.available) return;
    lab = await dockerLab({ docker });
    image = `${lab.project}-app:local`;
    await lab.compose('build', '--quiet', 'gateway');
  }, 600_000);
  afterAll(() => lab?.[Symbol.asyncDispose]());

  const inImage = (user: string, ...command: string[]) =>
    run('docker', ['run', '--rm', '--network', 'none', ...(user ? ['--user', user] : []), image, ...command]);

  test('starts node, not npm, as a user that is not root, and says what it is', async () => {
    const { Config } = JSON.parse(await run('docker', ['image', 'inspect', '--format', '{{json .}}', image])) as {
      Config: { User: string; Cmd: string[]; Labels: Record<string, string>; Healthcheck: { Test: string[] } };
    };
    expect(Config.User).toBe('node');
    expect(Config.Cmd[0]).toBe('node');
    expect(Config.Healthcheck.Test.join(' ')).toContain('node docker/probe.mjs');
    expect(Config.Labels).toMatchObject({ 'org.opencontainers.image.licenses': 'Apache-2.0' });
    expect(await inImage('', 'id', '-u')).toBe('1000');
  });

  test('adds less than 60 MB to Node’s image', async () => {
    const sizes = await run('docker', ['image', 'inspect', '--format', '{{.Size}}', image, baseImage()]);
    const [own = 0, base = 0] = sizes.split('\n').map(Number);
    console.log(`app image: ${(own / 1e6).toFixed(0)} MB, of it Node's ${(base / 1e6).toFixed(0)} MB`);
    expect(own - base).toBeLessThan(60e6);
  });

  test('holds run-time dependencies only: no tests, types, development tools, npm cache, secrets', async () => {
    const files = await inImage('0', 'find', '/lab', '/tmp', '/home', '/root', '-xdev', '-type', 'f');
    expect(files).toContain('/lab/app/src/main.ts'); // negative control: the list is of this image
    for (const unwanted of [
      /^\/lab\/app\/.*\.test\.ts$/m,
      /\.d\.ts$/m,
      /node_modules\/(vitest|typescript|oxlint)\//,
      /_cacache/,
      /\.env\b/,
      /\.npmrc$/m,
      /\/\.git\//,
    ]) {
      expect(files).not.toMatch(unwanted);
    }
  });
});

function baseImage(): string {
  if (!docker.available) throw new Error(docker.why);
  return docker.images.node;
}
