import { expect } from 'vitest';
import { appRoles } from '../../../lab/src/parts/parts.ts';
import { keepLedger } from '../../../lab/src/check/ledger.ts';
import type { Bench } from '../bench.ts';
import { browserTest, openPage } from '../../support/browser.ts';

/** The numbers of the page equal those of the ledger for a known load. Needs a lab that has served nothing yet. */
export function numbers(shared: Bench): void {
  browserTest('requests by service, route and status equal the ledger’s', async () => {
    const ledger = await keepLedger(shared.lab.ledger, { requests: 200, concurrency: 10 });
    expect(ledger.differences).toEqual([]);
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    for (const service of appRoles) {
      const due = ledger.byRoute.filter((line) => line.service === service);
      const total = due.reduce((sum, line) => sum + line.sent, 0);
      await page.goto(`/service?service=${service}&from=5m`);
      const tile = page.locator('[data-panel=apm-total-requests] [data-value]');
      await expect.poll(async () => Number(await tile.getAttribute('data-value')), { timeout: 15_000 }).toBe(total);
      const shown = () =>
        page
          .locator('[data-panel=apm-details] tbody tr')
          .evaluateAll((rows) =>
            rows.map((row) => [
              row.getAttribute('data-row'),
              Number(row.querySelector('[data-column=requests]')!.getAttribute('data-value')),
            ]),
          );
      await expect
        .poll(async () => Object.fromEntries(await shown()), { timeout: 15_000 })
        .toEqual(Object.fromEntries(due.map((line) => [line.route, line.sent])));
      const byStatus = () =>
        page
          .locator('[data-panel=apm-requests-by-status] li')
          .evaluateAll((items) => items.reduce((sum, item) => sum + Number(item.getAttribute('data-value')), 0));
      await expect.poll(byStatus, { timeout: 15_000 }).toBe(total);
    }
  });
}
