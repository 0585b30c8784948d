import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { checkout } from '../base/paths.ts';

test.each([
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGKILL', 137],
  ['SIGTERM', 143],
])('a script that %s ends makes run.mjs exit with %i, as a shell would', async (signal, code) => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-signals-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'end-by-signal.mjs');
  writeFileSync(script, `process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000);`);
  const { exitCode } = await execa(process.execPath, [join(checkout, 'lab/bin/run.mjs'), script], { reject: false });
  expect(exitCode).toBe(code);
});
