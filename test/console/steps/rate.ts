import { expect } from 'vitest';
import { scenario } from '../../../lab/src/parts/scenarios.ts';
import { steadyLoad } from '../../support/steady-load.ts';
import type { Bench } from '../bench.ts';
import { browserTest, openPage } from '../../support/browser.ts';

const perSecond = 40;

/** The picture shows the rate of a known load, at the collector and at each store behind it. */
export function rate(shared: Bench, boxes: readonly string[]): void {
  browserTest(`${perSecond} spans/s are shown as ${perSecond} spans/s`, async () => {
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/start');
    const shown = async (box: string) =>
      Number(/([\d.]+) spans\/s/.exec(await page.locator(`[data-node=${box}]`).innerText())?.[1]);
    await steadyLoad(shared.lab.endpoints, {
      perSecond,
      scenarios: [scenario('GET /')],
      during: async () => {
        for (const box of boxes) {
          // the last ten readings of a rate over five seconds, which has a batch more or less at either end
          const last: number[] = [];
          const mean = async () => {
            last.push(await shown(box));
            return last.length < 10 ? NaN : last.slice(-10).reduce((sum, one) => sum + one, 0) / 10;
          };
          await expect
            .poll(mean, { timeout: 30_000, interval: 500 })
            .toSatisfy((rate) => Math.abs(rate / perSecond - 1) < 0.1);
        }
      },
    });
  });
}
