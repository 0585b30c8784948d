import { expect } from 'vitest';
import { requestHops } from '../../../lab/src/check/hop-names.ts';
import { type PartName, titleOf } from '../../../lab/src/parts/parts.ts';
import type { Bench } from '../bench.ts';
import { browserTest, openPage } from '../../support/browser.ts';

/** The first view: one request watched through every hop, a part that turns red and green again, a load. */
export function live(shared: Bench, ends: readonly PartName[]): void {
  browserTest('one request is watched through every hop within 5 s, and its trace opens', async () => {
    await using opened = await openPage(shared.server.url);
    const { page, complaints } = opened;
    await page.goto('/start');
    await page.locator('[data-node=gateway][data-state=up]').waitFor();
    const began = performance.now();
    await page.getByRole('button', { name: 'Send one request' }).click();
    await page.locator('.scenario .verdict').waitFor();
    expect(await page.locator('[data-hop][data-ok=false]').allInnerTexts()).toEqual([]); // what failed, in its own words
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeLessThan(5);
    const hops = await page.locator('[data-hop]').evaluateAll((items) => items.map((i) => i.getAttribute('data-hop')));
    expect(hops).toEqual(requestHops);
    expect(await page.locator('.scenario .verdict.ok').count()).toBe(1);
    console.log(`one request through all hops, watched: ${seconds.toFixed(1)} s`);
    await page.getByRole('link', { name: 'Open its trace' }).click();
    await page.locator('.waterfall[data-spans="5"]').waitFor();
    expect(complaints).toEqual([]);
  });

  for (const part of ends) {
    browserTest(`${part} turns red within 5 s of its stop, is named, and turns green after its start`, async () => {
      await using opened = await openPage(shared.server.url);
      const { page } = opened;
      const { lab } = shared.lab;
      await page.goto('/start');
      const node = page.locator(`[data-node=${part}]`);
      await page.locator(`[data-node=${part}][data-state=up]`).waitFor();
      await lab.stop(part);
      const stopped = performance.now();
      await page.locator(`[data-node=${part}][data-state=down]`).waitFor({ timeout: 5_000 });
      const seconds = (performance.now() - stopped) / 1000;
      const problem = page.locator(`[data-problem=${part}]`);
      await problem.waitFor();
      expect(await problem.innerText()).toMatch(
        new RegExp(
          `${titleOf(part)} does not answer[\\s\\S]*expected[\\s\\S]*found[\\s\\S]*cause[\\s\\S]*npm run lab -- start ${part}`,
        ),
      );
      expect(await node.innerText()).toContain('down'); // a word, not only a colour
      if (part === 'tempo' || part === 'jaeger') {
        await page.getByRole('button', { name: 'Send one request' }).click(); // the hops say the same
        await page.locator('[data-hop=store][data-ok=false]').waitFor({ timeout: 15_000 });
        expect(await page.locator('[data-hop=store]').innerText()).toContain(`npm run lab -- start ${part}`);
        await page.locator('.scenario .verdict.bad').waitFor({ timeout: 15_000 });
      }
      await lab.start(part);
      const started = performance.now();
      await page.locator(`[data-node=${part}][data-state=up]`).waitFor({ timeout: 5_000 });
      await expect.poll(() => page.locator(`[data-problem=${part}]`).count(), { timeout: 5_000 }).toBe(0);
      console.log(
        `${part}: red ${seconds.toFixed(1)} s after it ended, green ${((performance.now() - started) / 1000).toFixed(1)} s after it was usable`,
      );
    });
  }
}

/** The buttons that act: the complete check, and a load. */
export function buttons(shared: Bench): void {
  browserTest('the check shows the result of `lab check`, with the ledger', async () => {
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/start');
    await page.getByRole('button', { name: 'Check the lab' }).click();
    await page.locator('.scenario .verdict.ok').waitFor({ timeout: 120_000 }); // panels and Monitor send traffic of their own
    expect(await page.locator('[data-ledger=balanced]').textContent()).toMatch(
      /50 requests made (\d+) SERVER spans: \1 answered, \1 stored, \1 counted/,
    );
  });

  browserTest('a load starts and stops with the button, and changes the picture', async () => {
    await using opened = await openPage(shared.server.url);
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
}
