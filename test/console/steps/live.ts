// What the first view promises: one request watched through every hop, a part that ends turns red and comes back, a load.
import { afterAll, beforeAll, expect } from 'vitest';
import { goEngine } from '../../lab/src/catalog/engines.ts';
import { checkout } from '../../lab/src/catalog/paths.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import type { PartName } from '../../lab/src/catalog/parts.ts';
import { startLab, stack, type TestLab } from '../support/start-lab.ts';
import { browserTest, chromiumPath, openPage } from './browser.ts';
import { startConsole, type TestConsole } from './start-console.ts';

let lab: TestLab;
let server: TestConsole;

beforeAll(async () => {
  if (!chromiumPath) return;
  lab = await startLab();
  const engines = await provideEngines([goEngine('k6').name], { env: lab.env, say: console.log });
  server = await startConsole(lab, { k6: { path: engines.get('k6')!.path, script: `${checkout}/k6-script.js` } });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await lab?.[Symbol.asyncDispose]();
});

browserTest('one request is watched through every hop within 5 s, and its trace opens', async () => {
  await using opened = await openPage(server.url);
  const { page, complaints } = opened;
  await page.goto('/start');
  await page.locator('[data-node=gateway][data-state=up]').waitFor();
  const began = performance.now();
  await page.getByRole('button', { name: 'Send one request' }).click();
  await page.locator('.journey .verdict.ok').waitFor();
  const seconds = (performance.now() - began) / 1000;
  expect(seconds).toBeLessThan(5);
  const hops = await page.locator('[data-hop]').evaluateAll((items) => items.map((i) => i.getAttribute('data-hop')));
  expect(hops).toEqual(['app', 'export', 'collector', 'store', 'connector', 'prometheus']);
  expect(await page.locator('[data-hop][data-ok=false]').count()).toBe(0);
  console.log(`one request through all hops, watched: ${seconds.toFixed(1)} s`);
  await page.getByRole('link', { name: 'Open its trace' }).click();
  await page.locator('.waterfall[data-spans="5"]').waitFor();
  expect(complaints).toEqual([]);
});

browserTest('the check says what `lab check` says, the ledger included', async () => {
  await using opened = await openPage(server.url);
  const { page } = opened;
  await page.goto('/start');
  await page.getByRole('button', { name: 'Check the lab' }).click();
  await page.locator('.journey .verdict.ok').waitFor({ timeout: 120_000 }); // panels and Monitor send traffic of their own
  expect(await page.locator('[data-ledger=balanced]').textContent()).toMatch(
    /50 requests made 64 SERVER spans: 64 answered, 64 stored, 64 counted/,
  );
});

const ends: PartName[] =
  stack === 'jaeger' ? ['collector', 'prometheus', 'jaeger', 'orders'] : ['collector', 'prometheus', 'tempo', 'orders'];

for (const part of ends) {
  browserTest(`${part} stopped: red within 5 s and named; started: green`, async () => {
    await using opened = await openPage(server.url);
    const { page } = opened;
    await page.goto('/start');
    const node = page.locator(`[data-node=${part}]`);
    await page.locator(`[data-node=${part}][data-state=up]`).waitFor();
    await lab.lab.stop(part);
    const stopped = performance.now();
    await page.locator(`[data-node=${part}][data-state=down]`).waitFor({ timeout: 5_000 });
    const seconds = (performance.now() - stopped) / 1000;
    const problem = page.locator(`[data-problem=${part}]`);
    await problem.waitFor();
    expect(await problem.innerText()).toMatch(
      new RegExp(`does not answer[\\s\\S]*expected[\\s\\S]*found[\\s\\S]*cause[\\s\\S]*npm run lab -- start ${part}`),
    );
    expect(await node.innerText()).toContain('down'); // a word, not only a colour
    await lab.lab.start(part);
    const started = performance.now();
    await page.locator(`[data-node=${part}][data-state=up]`).waitFor({ timeout: 10_000 });
    await expect.poll(() => page.locator(`[data-problem=${part}]`).count(), { timeout: 5_000 }).toBe(0);
    console.log(
      `${part}: red ${seconds.toFixed(1)} s after it ended, green ${((performance.now() - started) / 1000).toFixed(1)} s after it was usable`,
    );
  });
}

browserTest('a check with the store away names the store and the next command', async () => {
  const store = stack === 'jaeger' ? 'jaeger' : 'tempo';
  await using opened = await openPage(server.url);
  const { page } = opened;
  await page.goto('/start');
  await lab.lab.stop(store);
  try {
    await page.getByRole('button', { name: 'Send one request' }).click();
    await page.locator('[data-hop=store][data-ok=false]').waitFor({ timeout: 15_000 });
    expect(await page.locator('[data-hop=store]').innerText()).toContain(`npm run lab -- start ${store}`);
    await page.locator('.journey .verdict.bad').waitFor({ timeout: 15_000 });
  } finally {
    await lab.lab.start(store);
  }
});

browserTest('a load starts and stops with the button, and moves the picture', async () => {
  await using opened = await openPage(server.url);
  const { page, complaints } = opened;
  await page.goto('/start');
  await page.getByRole('button', { name: 'Start a load' }).click();
  await page.locator('[data-node=load][data-state=up]').waitFor({ timeout: 10_000 });
  await expect
    .poll(() => page.locator('[data-node=gateway]').innerText(), { timeout: 10_000 })
    .toMatch(/[1-9][\d.]* requests\/s/);
  await page.getByRole('button', { name: 'Stop the load' }).click();
  await page.getByRole('button', { name: 'Start a load' }).waitFor({ timeout: 10_000 });
  expect(complaints).toEqual([]);
});
