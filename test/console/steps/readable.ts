import type { Page } from 'playwright-core';
import { beforeAll, describe, expect } from 'vitest';
import { until } from '../../../lab/src/base/poll.ts';
import { browserTest, openPage, settled, sidewaysOf } from '../../support/browser.ts';
import { chromiumPath } from '../../support/chromium.ts';
import { attribute, sendSpans, serverSpan } from '../../support/otlp.ts';
import { unreadableTexts } from '../../support/readable-text.ts';
import type { Bench } from '../bench.ts';
import { storedTrace } from './stored-trace.ts';

const widths = [1366, 1024, 400] as const;

/** A name that no column can have in one line, and attributes whose names are longer than theirs. */
const long = {
  name: `GET /${'a-long-part-of-a-route/'.repeat(7)}end`,
  attributes: [
    'messaging.rabbitmq.destination.routing-key-of-the-first-delivery.and_of_the_second_one',
    'averylongnamewithoutanyplacetobreakitwhichdoesnotfitintoacolumnofthislittlewidth',
  ],
};

/** Names in a trace: those of the lab are never cut, others have their full text in a title, attributes break where they may. */
export function readableTraces(shared: Bench): void {
  describe('names in a trace are readable', () => {
    let traceId: string;
    const span = serverSpan(long.name);
    span.attributes.push(...long.attributes.map((name) => attribute(name, 'a value of some words')));
    beforeAll(async () => {
      if (!chromiumPath) return;
      traceId = await storedTrace(shared.lab, 'POST /purchases'); // the longest names of the lab, five levels deep
      await sendSpans(shared.lab, 'odd', [span]);
      for (const store of shared.lab.stores)
        await until(`${store.name} has the long name`, async () => (await store.trace(span.traceId))[0]);
    });

    browserTest.each(widths)('at %d px those of the lab’s own services, routes and attributes', async (width) => {
      for (const { name: store } of shared.lab.stores) {
        await using opened = await openPage(shared.server.url, { width, height: 768 });
        const { page } = opened;
        const at = `${store} at ${width} px`;
        await page.goto(`/traces/${traceId}?store=${store}`);
        await page.locator('.span-open', { hasText: 'stock: POST /reservations' }).click();
        await page.locator('.attributes dt').first().waitFor();
        await settled(page);
        expect(await page.locator('.span-open').count(), at).toBe(5);
        expect(await cutNames(page), at).toEqual([]);
        expect(await unreadableTexts(page), at).toEqual([]);
        expect(await sidewaysOf(page), at).toBe(0);
        const aside = await page.locator('.waterfall > .scroll').evaluate((box) => box.scrollWidth - box.clientWidth);
        expect(aside, `${at}: the waterfall scrolls sideways`).toBe(0);
        if (width < 1366) continue;
        expect(await page.locator('.attributes dt').count()).toBeGreaterThan(10);
        const lines = await page
          .locator('.span-name, .attributes dt')
          .evaluateAll((all) => all.filter((one) => one.clientHeight > 40).map((one) => one.textContent));
        expect(lines, `${at}: in two lines`).toEqual([]);
      }
    });

    browserTest('a longer name has its full text in the title, and wraps on a small screen', async () => {
      await using opened = await openPage(shared.server.url, { width: 1366, height: 768 });
      const { page } = opened;
      await page.goto(`/traces/${span.traceId}`);
      const name = page.locator('.span-open');
      await name.waitFor();
      await settled(page);
      expect(await cutNames(page)).toEqual([`odd: ${long.name}`]);
      expect(await name.getAttribute('title')).toBe(`odd: ${long.name}`);
      expect(await unreadableTexts(page)).toEqual([]);
      await name.evaluate((button) => button.removeAttribute('title')); // what the measure would notice
      expect(await unreadableTexts(page)).toEqual([expect.stringMatching(/^cut: .*GET \/a-long-part/)]);
      await page.setViewportSize({ width: 400, height: 768 });
      expect(await cutNames(page)).toEqual([]);
      expect(await unreadableTexts(page)).toEqual([]);
      expect(await sidewaysOf(page)).toBe(0);
    });

    browserTest.each(widths)(
      'at %d px a longer attribute’s name breaks only after a dot or an underscore',
      async (width) => {
        await using opened = await openPage(shared.server.url, { width, height: 768 });
        const { page } = opened;
        await page.goto(`/traces/${span.traceId}?span=${span.spanId}`);
        const names = page.locator('.attributes dt');
        await names.getByText(/^messaging/).waitFor();
        await settled(page);
        expect(await unreadableTexts(page)).toEqual([]);
        expect(await sidewaysOf(page)).toBe(0);
        const tall = await names.evaluateAll((all) =>
          all.filter((one) => one.clientHeight > 40).map((one) => one.textContent),
        );
        expect(tall.toSorted()).toEqual(long.attributes.toSorted()); // both are in several lines
        await names.evaluateAll((all) => all.forEach((one) => one.replaceChildren(one.textContent ?? ''))); // breaks anywhere
        expect(await unreadableTexts(page)).toEqual([expect.stringMatching(/^broken: routing-key/)]);
      },
    );
  });
}

/** A list of bars that is not complete says so. */
export function longLists(shared: Bench): void {
  browserTest('a list of many statuses says how many more there are', async () => {
    const answered = (status: number) =>
      serverSpan('GET /', {
        attributes: [attribute('http.request.method', 'GET'), attribute('http.response.status_code', status)],
      });
    await sendSpans(
      shared.lab,
      'many',
      Array.from({ length: 30 }, (_, i) => answered(200 + i)),
    );
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/service?service=many&from=5m&refresh=2s');
    const list = page.locator('[data-panel=apm-requests-by-status] .bars');
    await list.getByText('and 6 more', { exact: true }).waitFor();
    expect(await list.locator('[data-name]').count()).toBe(24);
    await page.goto('/service?service=gateway&from=5m&refresh=off');
    await list.locator('[data-name]').first().waitFor();
    expect(await list.getByText(/more$/).count()).toBe(0);
  });
}

/** The names of the waterfall that do not fit their box. */
function cutNames(page: Page): Promise<(string | null)[]> {
  return page
    .locator('.span-open')
    .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent));
}
