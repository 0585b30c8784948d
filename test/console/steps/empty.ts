import { expect } from 'vitest';
import type { Bench } from '../bench.ts';
import { browserTest, openPage, settled } from '../../support/browser.ts';

/** A lab that has served nothing: each view says so, and what to do. */
export function emptyViews(shared: Bench): void {
  browserTest('a lab that has served nothing says what to do', async () => {
    await using opened = await openPage(shared.server.url);
    const { page, complaints } = opened;
    await page.goto('/service?service=gateway');
    await page.getByText('No data in this range').first().waitFor();
    await page.goto('/traces?service=gateway');
    await page.getByText('No such trace').waitFor();
    await page.goto('/monitor');
    await settled(page);
    await page.getByText('No data in this range').first().waitFor();
    expect(complaints).toEqual([]);
  });
}
