import { describe, expect, inject, test } from 'vitest';
import { ourImage } from '../support/docker/our-images.ts';
import { run } from '../support/run-command.ts';

const docker = inject('docker');

/** Our images: for each, a file that it must contain, and what it must not contain. */
const images = [
  { name: 'app', holds: '/lab/app/src/main.ts', not: [/^\/lab\/(lab|grafana)\//m] },
  {
    name: 'console',
    holds: '/page/index.html',
    not: [/node_modules\/(vite|react|echarts|zrender|rolldown|@grafana)\//, /\/lab\/app\//],
  },
] as const;
type Image = (typeof images)[number]['name'];

describe('our images', () => {
  const imageOf = (name: Image) => ourImage(docker, name);
  const inImage = (name: Image, user: string, ...command: string[]) => {
    const as = user ? ['--user', user] : [];
    return run('docker', ['run', '--rm', '--network', 'none', ...as, imageOf(name), ...command]);
  };

  test.each(images)(
    '$name: starts node, not npm, as a user that is not root, and says what it is',
    async ({ name }) => {
      const { Config } = JSON.parse(
        await run('docker', ['image', 'inspect', '--format', '{{json .}}', imageOf(name)]),
      ) as { Config: { User: string; Cmd: string[]; Labels: Record<string, string>; Healthcheck: { Test: string[] } } };
      expect(Config.User).toBe('node');
      expect(Config.Cmd[0]).toBe('node');
      expect(Config.Healthcheck.Test.join(' ')).toContain('node docker/probe.mjs');
      expect(Config.Labels).toMatchObject({ 'org.opencontainers.image.licenses': 'Apache-2.0' });
      expect(await inImage(name, '', 'id', '-u')).toBe('1000');
    },
  );

  test.each(images)('$name: adds less than 60 MB to Node’s image', async ({ name }) => {
    const sizes = await run('docker', ['image', 'inspect', '--format', '{{.Size}}', imageOf(name), docker.images.node]);
    const [own = 0, base = 0] = sizes.split('\n').map(Number);
    console.log(`${name} image: ${(own / 1e6).toFixed(0)} MB, of it Node's ${(base / 1e6).toFixed(0)} MB`);
    expect(own - base).toBeLessThan(60e6);
  });

  test.each(images)(
    '$name: holds run-time dependencies only: no tests, types, development tools, npm cache, secrets',
    async ({ name, holds, not }) => {
      const files = await inImage(
        name,
        '0',
        'find',
        '/lab',
        ...(name === 'console' ? ['/page'] : []),
        '/tmp',
        '/home',
        '/root',
        '-xdev',
        '-type',
        'f',
      );
      expect(files).toContain(holds); // negative control: the list is of this image
      for (const unwanted of [
        /^\/lab\/(app|lab|grafana)\/.*\.test\.ts$/m,
        /\.d\.ts$/m,
        /node_modules\/(vitest|typescript|oxlint)\//,
        /_cacache/,
        /\.env\b/,
        /\.npmrc$/m,
        /\/\.git\//,
        ...not,
      ]) {
        expect(files).not.toMatch(unwanted);
      }
    },
  );
});
