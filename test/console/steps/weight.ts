// What the page weighs: how soon it is usable, how much script it loads, whether its memory grows.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab, type TestLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { browserTest, openPage } from './browser.ts';
import { startConsole, type TestConsole } from './start-console.ts';

let lab: TestLab;
let server: TestConsole;

beforeAll(async () => {
  lab = await startLab();
  server = await startConsole(lab);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await lab?.[Symbol.asyncDispose]();
});

test('the script of the first view is at most 500 kB gzip', () => {
  const document = readFileSync(join(server.pageDir, 'index.html'), 'utf8');
  const scripts = [...document.matchAll(/\/assets\/([\w.-]+\.js)/g)].map((m) => m[1]!);
  const sizeOf = (file: string) => gzipSync(readFileSync(join(server.pageDir, 'assets', file))).length / 1000;
  const first = scripts.reduce((sum, file) => sum + sizeOf(file), 0);
  const all = readdirSync(join(server.pageDir, 'assets'))
    .filter((f) => f.endsWith('.js'))
    .reduce((sum, file) => sum + sizeOf(file), 0);
  console.log(`script, gzip: first view ${first.toFixed(0)} kB, every view together ${all.toFixed(0)} kB`);
  expect(first).toBeLessThan(500);
});

browserTest('the first view is usable within 2 s', async () => {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    await using opened = await openPage(server.url);
    const { page } = opened;
    const began = performance.now();
    await page.goto('/start', { waitUntil: 'commit' });
    await page.locator('[data-node=prometheus][data-state=up]').waitFor();
    await page.getByRole('button', { name: 'Send one request' }).click({ trial: true });
    times.push((performance.now() - began) / 1000);
  }
  console.log(`first view usable after ${times.map((t) => t.toFixed(2)).join(', ')} s`);
  expect(Math.min(...times)).toBeLessThan(2); // the fastest of three: the others may have met another process
});

const refreshes = 180;

browserTest(
  `memory does not grow over ${refreshes} refreshes (15 min of the usual 5 s, here one each 0.5 s)`,
  async () => {
    await using opened = await openPage(server.url);
    const { page, context } = opened;
    const engine = await context.newCDPSession(page);
    const heap = async () => {
      for (let i = 0; i < 3; i++) await engine.send('HeapProfiler.collectGarbage');
      return ((await engine.send('Runtime.getHeapUsage')) as { usedSize: number }).usedSize / 1e6;
    };
    // data first and then no more, so that every refresh draws the same: what grows is the page's own
    await steadyLoad(lab.endpoints, { perSecond: 20, seconds: 10 });
    await page.goto('/service?service=gateway&from=5m&refresh=500ms');
    await page.locator('[data-panel=apm-p95-by-route] canvas').first().waitFor();
    await page.waitForTimeout(15_000); // warm: caches of text, glyphs and shapes fill once
    const measured = [await heap()];
    for (let i = 0; i < 3; i++) {
      await page.waitForTimeout((refreshes / 3) * 500);
      measured.push(await heap());
    }
    console.log(`heap of the Service view, MB: ${measured.map((m) => m.toFixed(1)).join(', ')}`);
    expect(measured.at(-1)!).toBeLessThan(measured[0]! * 1.15 + 2);
  },
);
