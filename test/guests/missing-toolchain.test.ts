import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { requestHops } from '../../lab/src/check/hop-names.ts';
import { up } from '../../lab/src/runtime/up.ts';
import { envWithFreePorts } from '../support/free-ports.ts';

const folder = mkdtempSync(join(tmpdir(), 'lab-without-java-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

/** A PATH with every program of this machine's but these. */
function pathWithout(...names: string[]): string {
  const bin = join(folder, 'bin');
  rmSync(bin, { recursive: true, force: true }); // of an earlier try
  mkdirSync(bin);
  for (const part of (process.env['PATH'] ?? '').split(delimiter)) {
    let programs: string[] = [];
    try {
      programs = readdirSync(part);
    } catch {
      // a folder of the PATH that does not exist
    }
    for (const name of programs.filter((one) => !names.includes(one))) {
      try {
        symlinkSync(join(part, name), join(bin, name));
      } catch {
        // an earlier folder of the PATH has one
      }
    }
  }
  return bin;
}

test('a guest without its toolchain is left out and said so; the chain passes over it, and the check does', async () => {
  vi.stubEnv('PATH', pathWithout('java', 'javac', 'mvn'));
  vi.stubEnv('JAVA_HOME', undefined);
  const home = join(folder, 'home');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  chmodSync(folder, 0o755);
  const before = process.env['LAB_HOME'];
  process.env['LAB_HOME'] = home;
  const said: string[] = [];
  const lab = await up({
    stack: 'tempo',
    runtime: 'native',
    env: await envWithFreePorts(),
    capabilities: ['guests'],
    say: (line) => said.push(line),
  });
  try {
    expect(said).toContain('guest-spring is left out: no java on the PATH, and no JAVA_HOME');
    expect(lab.parts).not.toContain('guest-spring');
    expect((await lab.status()).map(({ part }) => part)).not.toContain('guest-spring');
    const answer = await fetch(`${lab.endpoints.guestFastapi}/chain`);
    const { hops } = (await answer.json()) as { hops: string[] };
    expect(hops).toEqual([
      'guest-fastapi',
      'guest-fastapi-code',
      'guest-flask',
      'guest-go',
      'gateway',
      'orders',
      'stock',
    ]);
    const checked = await check(lab, { requests: 0, names: [...requestHops, 'guests'] });
    expect(checked.hops.filter(({ ok }) => !ok)).toEqual([]);
    const picture = (await (await fetch(`${lab.endpoints.console}/api/lab`)).json()) as { nodes: { name: string }[] };
    const names = picture.nodes.map(({ name }) => name);
    expect(names).toContain('guest-go');
    expect(names).not.toContain('guest-spring');
    await expect(up({ stack: 'tempo', runtime: 'native', say: () => {} })).rejects.toThrow('A lab is already up.');
  } finally {
    await lab.down({ volumes: true });
    if (before === undefined) delete process.env['LAB_HOME'];
    else process.env['LAB_HOME'] = before;
  }
});
