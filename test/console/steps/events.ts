import { expect } from 'vitest';
import { keepLedger } from '../../../lab/src/check/ledger.ts';
import { labCli } from '../../support/cli.ts';
import type { Bench } from '../bench.ts';
import { browserTest, openPage } from '../../support/browser.ts';

/** The tool's events are marked in the lab's console, even after the console itself was down. */
export function events(shared: Bench): void {
  browserTest('a part that the tool restarts leaves marks, which survive a restart of the console', async () => {
    const { lab, home, env, endpoints } = shared.lab;
    const restart = (part: string) =>
      labCli(['restart', part], { LAB_HOME: home, CONSOLE_PORT: String(env.CONSOLE_PORT) });
    await keepLedger(shared.lab.ledger, { requests: 20, concurrency: 5 }); // so that there is a chart
    expect(await restart('stock')).toMatchObject({ exitCode: 0, stderr: '' });
    await using opened = await openPage(endpoints.console!);
    const { page } = opened;
    await page.goto('/start');
    const marks = () =>
      page
        .locator('[data-event]')
        .evaluateAll((items) => items.map((i) => `${i.getAttribute('data-event')} ${i.getAttribute('data-what')}`));
    await expect.poll(marks, { timeout: 10_000 }).toEqual(expect.arrayContaining(['stock started', 'stock stopped']));
    const ofStock = (await marks()).filter((mark) => mark.startsWith('stock ')).length;
    await page.goto('/service?service=gateway&from=5m');
    const onChart = page.locator('.chart').first().locator('[data-mark=stock]');
    await expect.poll(() => onChart.count(), { timeout: 20_000 }).toBe(ofStock); // a chart ends at a full step, before now
    await lab.kill('console');
    await lab.start('console');
    await page.goto('/start');
    await expect
      .poll(async () => (await marks()).slice(0, 4), { timeout: 10_000 })
      .toEqual(['console started', 'console killed', 'stock started', 'stock stopped']);
  });
}
