import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { isAlive } from '../../lab/src/base/process-identity.ts';
import { listeningSockets } from '../../lab/src/runtime/sockets.ts';
import { type CommandLab, commandLab } from './command-lab.ts';

// Starts that fail: each says why and leaves nothing behind.
let lab: CommandLab;
beforeEach(async () => void (lab = await commandLab()));
afterEach(() => lab[Symbol.asyncDispose]());

test.each([
  ['tempo', 'Prometheus', 'PROMETHEUS_PORT'],
  ['jaeger', 'Cassandra', 'CASSANDRA_PORT'],
] as const)(
  '%s: names owner and variable of a port of %s that is taken, and starts nothing',
  async (stack, part, name) => {
    const port = lab.ports[name];
    const squatter = createServer().listen(port, '127.0.0.1');
    try {
      const { exitCode, stderr } = await lab.run('up', '--runtime', 'native', '--stack', stack);
      expect(exitCode).toBe(1);
      expect(stderr).toContain(`Port ${port} is taken: ${part} cannot listen there.`);
      expect(stderr).toContain(`pid ${process.pid}`);
      expect(stderr).toMatch(new RegExp(`next\\s+stop it, or: ${name}=\\d+ npm start`));
      expect(stderr).toContain('Nothing was started.');
      expect(lab.isKnown()).toBe(false);
    } finally {
      squatter.close();
    }
  },
);

test("a broken configuration is reported with the engine's message and the file, and nothing is left running", async () => {
  const broken = join(lab.home, 'broken.yaml');
  writeFileSync(broken, 'receivers: [this is not\n');
  const { exitCode, stderr } = await lab.up({ COLLECTOR_CONFIG: broken });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('Collector ended while it was starting');
  expect(stderr).toContain(broken);
  expect(stderr).toMatch(/yaml/i);
  expect(stderr).not.toMatch(/^\s+at /m); // no stack trace
  expect(lab.isKnown()).toBe(false);
  const taken = (await listeningSockets()).filter((s) => Object.values(lab.ports).includes(s.port));
  expect(taken).toEqual([]);
});

test('Ctrl-C during the start leaves nothing running', async () => {
  const starting = lab.up();
  await until('something was started', () => (lab.isKnown() ? true : undefined), { every: 5 });
  const begun = lab.processes();
  starting.kill('SIGINT');
  const { exitCode, stderr } = await starting;
  expect(exitCode).toBe(130);
  expect(stderr).toContain('no part of the lab is running');
  expect(begun.length).toBeGreaterThan(0);
  expect(begun.filter((p) => isAlive(p))).toEqual([]);
  expect(lab.isKnown()).toBe(false);
});

test('down finds every process after the tool was killed during the start', async () => {
  const starting = lab.up();
  const two = () => (lab.isKnown() && lab.processes().length >= 2 ? true : undefined);
  await until('two processes were started', two, { every: 5 });
  starting.kill('SIGKILL');
  await starting;
  const left = lab.processes();
  expect(left.some((p) => isAlive(p))).toBe(true);
  const down = await lab.run('down');
  expect(down.exitCode, down.all).toBe(0);
  expect(left.filter((p) => isAlive(p))).toEqual([]);
});

test('an invalid setting is refused by name', async () => {
  const { exitCode, stderr } = await lab.up({ TEMPO_PORT: 'seventy' });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('TEMPO_PORT="seventy" (the shell); expected a port number between 1 and 65535');
});
