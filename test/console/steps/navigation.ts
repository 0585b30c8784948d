import type { Page } from 'playwright-core';
import { beforeAll, describe, expect } from 'vitest';
import { steadyLoad } from '../../support/steady-load.ts';
import type { Bench } from '../bench.ts';
import { chromiumPath } from '../../support/chromium.ts';
import { browserTest, openPage } from '../../support/browser.ts';
import { scenario } from '../../../lab/src/parts/scenarios.ts';
import { send } from '../../../lab/src/check/request.ts';
import { storedTrace } from './stored-trace.ts';

/** From a search or a chart to a trace, and from an address to the same view, for every store. */
export function navigation(shared: Bench): void {
  describe('from one view to the next', () => steps(shared));
}

function steps(shared: Bench): void {
  let traceId: string;
  beforeAll(async () => {
    if (!chromiumPath) return;
    traceId = await storedTrace(shared.lab, 'GET /chain');
    await storedTrace(shared.lab, 'GET /error_test');
    await storedTrace(shared.lab, 'GET /io_task'); // takes a second
  });

  browserTest(
    'a search by service, route, status and duration is kept in the address, and the address restores it, for each store',
    async () => {
      await using opened = await openPage(shared.server.url);
      const { page } = opened;
      for (const store of shared.lab.stores) {
        await page.goto('/traces');
        if (shared.lab.stores.length > 1) await page.getByLabel('Store').selectOption(store.name);
        await page.getByLabel('Service').selectOption('gateway');
        await page.getByLabel('Route').selectOption('GET /error_test');
        await page.getByLabel('Status').selectOption('error');
        await expect.poll(() => page.url()).toMatch(/service=gateway.*operation=GET.*error_test.*errors=1/);
        await page.locator('tr[data-trace]').first().waitFor();
        const address = page.url();
        await page.goto('/start');
        await page.goto(address);
        await page.locator('tr[data-trace]').first().waitFor();
        expect(await page.getByLabel('Route').inputValue()).toBe('GET /error_test');
        for (const id of (await foundIn(page)).slice(0, 5)) {
          expect((await store.trace(id)).map(({ service, name, status }) => [service, name, status])).toContainEqual([
            'gateway',
            'GET /error_test',
            'error',
          ]);
        }
        await page.getByLabel('At least').selectOption('3000');
        await page.getByText('No such trace').waitFor();
        await page.goto(`/traces?store=${store.name}&service=gateway&minDuration=1000`);
        await page.locator('tr[data-trace]').first().waitFor();
        for (const id of (await foundIn(page)).slice(0, 5)) {
          const longest = (await store.trace(id)).map(({ start, end }) => Number(end - start) / 1e6);
          expect(Math.max(...longest)).toBeGreaterThanOrEqual(999);
        }
      }
    },
  );

  browserTest('a route that takes a second is shown as one that does, not as the end of a bucket', async () => {
    for (let sent = 0; sent < 3; sent++) await send(scenario('GET /io_task'), shared.lab.endpoints, undefined); // one after the other: a rate
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/service?service=gateway');
    const cell = page.locator('[data-panel=apm-details] tr[data-row="GET /io_task"] [data-column=p95]').first();
    const p95 = async () => Number(await cell.getAttribute('data-value'));
    await expect.poll(p95, { timeout: 15_000 }).toBeGreaterThan(950);
    expect(await p95()).toBeLessThan(1_300); // classic buckets up to 2 s said 1,950
  });

  browserTest('a dot of a chart leads to its trace', async () => {
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/service?service=gateway&from=5m&refresh=off');
    const canvas = page.locator('[data-panel=apm-p95-by-route] .dots canvas');
    await canvas.waitFor();
    await canvas.scrollIntoViewIfNeeded();
    await expect.poll(async () => (await dotsOf(page)).length).toBeGreaterThan(0);
    const box = (await canvas.boundingBox())!;
    const [dot] = await dotsOf(page);
    await page.mouse.click(box.x + dot!.x, box.y + dot!.y);
    await page.waitForURL(/\/traces\/[0-9a-f]{32}$/);
    await page.locator('.waterfall').waitFor();
  });

  browserTest('the slowest requests lead to their traces by keyboard', async () => {
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/service?service=gateway&from=5m');
    const link = page.locator('.slowest a').first();
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/traces\/[0-9a-f]{32}$/);
    await page.locator('.waterfall').waitFor();
  });

  browserTest('an open span stays open while everything else refreshes, and its address opens it again', async () => {
    for (const { name: store } of shared.lab.stores) {
      await using opened = await openPage(shared.server.url);
      const { page, complaints } = opened;
      await page.goto(`/traces/${traceId}?store=${store}`);
      await page.locator('.waterfall').getByRole('button', { name: 'orders: GET /chain', exact: true }).focus();
      await page.keyboard.press('Enter');
      const details = page.getByRole('region', { name: 'Span GET /chain' });
      await expect.poll(() => details.evaluate((pane) => pane.matches(':focus'))).toBe(true);
      await details.getByText('http.route', { exact: true }).waitFor();
      await expect.poll(() => page.url()).toMatch(/span=[0-9a-f]{16}/);
      if (store === shared.lab.stores[0]!.name) await steadyLoad(shared.lab.endpoints, { perSecond: 10, seconds: 6 }); // longer than the usual refresh
      expect(await details.isVisible()).toBe(true);
      const { jaeger } = shared.lab.endpoints;
      if (jaeger)
        expect(await page.getByRole('link', { name: 'in Jaeger' }).getAttribute('href')).toBe(
          `${jaeger}/trace/${traceId}`,
        );
      await page.goto(page.url());
      await details.getByText('orders', { exact: true }).first().waitFor();
      expect(complaints).toEqual([]);
    }
  });

  browserTest('a span folds the spans below it, and the time axis can be zoomed', async () => {
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto(`/traces/${traceId}`);
    const rows = page.locator('.spans tbody tr');
    await expect.poll(() => rows.count()).toBe(5);
    const fold = page.getByRole('button', { name: 'What is below orders: GET /chain' });
    await fold.click();
    expect(await rows.count()).toBe(3);
    await fold.click();
    expect(await rows.count()).toBe(5);
    const stock = page.locator('.spans tr', { hasText: 'stock:' }).locator('.span-bar');
    const before = (await stock.boundingBox())!;
    const axis = (await page.locator('th.times').boundingBox())!; // not a span: clocks of services differ
    const more = axis.width * 0.05;
    const y = axis.y + axis.height / 2;
    const from = Math.max(axis.x, before.x - more);
    const to = Math.min(axis.x + axis.width, before.x + before.width + more);
    await page.mouse.move(from + 0.5, y);
    await page.mouse.down();
    await page.mouse.move(to - 0.5, y, { steps: 5 });
    await page.mouse.up();
    // What was drawn over, a twentieth of the axis more on both sides of the span, is now the whole axis.
    const zoomed = before.width * (axis.width / (to - from));
    await expect.poll(async () => (await stock.boundingBox())!.width / zoomed).toBeCloseTo(1, 1);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await expect.poll(async () => (await stock.boundingBox())!.width).toBeCloseTo(before.width, 0);
  });

  browserTest('a chart shows the values under the pointer, within the security policy', async () => {
    await using opened = await openPage(shared.server.url);
    const { page, complaints } = opened;
    await page.goto('/service?service=gateway&from=5m&refresh=off');
    const panel = page.locator('[data-panel=apm-rate-by-route]');
    const box = (await panel.locator('canvas').boundingBox())!;
    let part = 1; // from the newest backwards: a route is drawn only while it has requests
    await expect
      .poll(async () => {
        part = part < 0.8 ? 0.98 : part - 0.02;
        await page.mouse.move(box.x + box.width * part, box.y + box.height / 2);
        return (await panel.locator('.tooltip').allInnerTexts()).join();
      })
      .toMatch(/\d\d:\d\d:\d\d[\s\S]*GET \/chain\s*[\d.]+ req\/s/);
    const dots = page.locator('[data-panel=apm-p95-by-route] .dots');
    await dots.scrollIntoViewIfNeeded();
    await expect.poll(async () => (await dotsOf(page)).length).toBeGreaterThan(0);
    const canvas = (await dots.locator('canvas').boundingBox())!;
    const [dot] = await dotsOf(page);
    await page.mouse.move(canvas.x + dot!.x, canvas.y + dot!.y);
    await expect.poll(() => dots.locator('.tooltip').innerText()).toMatch(/ms|s\s+click to open its trace/);
    expect(complaints).toEqual([]);
  });

  browserTest('a zoom and a choice of route are kept in the address', async () => {
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/service?service=gateway&from=5m');
    await page.locator('[data-panel=apm-details]').getByRole('link', { name: 'GET /chain' }).click();
    await expect.poll(() => page.url()).toContain('route=GET+%2Fchain');
    await expect.poll(() => page.locator('[data-panel=apm-details] tbody tr').count()).toBe(1);
    await page.goBack();
    await expect.poll(() => page.locator('[data-panel=apm-details] tbody tr').count()).toBeGreaterThan(3);
    const chart = page.locator('[data-panel=apm-rate-by-route] canvas').first();
    const box = (await chart.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 8 });
    await page.mouse.up();
    await expect.poll(() => page.url()).toMatch(/start=\d+&end=\d+/);
  });
}

/** Jaeger's own Monitor beside ours. It draws one point per minute, so it comes last. */
export function jaegerMonitor(shared: Bench): void {
  browserTest('Jaeger’s own Monitor is shown beside ours, with the same operations', async () => {
    await using opened = await openPage(shared.server.url);
    const { page, complaints } = opened;
    await page.goto('/monitor?service=gateway&from=15m');
    const row = '[data-row="GET /chain"] [data-column=rate]';
    for (const panel of ['jaeger-monitor', 'spm-operations']) {
      const rate = page.locator(`[data-panel=${panel}] ${row}`);
      await expect
        .poll(async () => Number(await rate.getAttribute('data-value', { timeout: 90_000 })), { timeout: 90_000 })
        .toBeGreaterThan(0);
    }
    expect(complaints).toEqual([]);
  });
}

function foundIn(page: Page): Promise<string[]> {
  return page.locator('tr[data-trace]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-trace')!));
}

/** Middles of coloured spots on the dots' canvas, in CSS pixels. */
function dotsOf(page: Page): Promise<{ x: number; y: number }[]> {
  return page.evaluate(`(() => {
    const canvas = document.querySelector('[data-panel=apm-p95-by-route] .dots canvas');
    const { width, height } = canvas;
    const scale = width / canvas.clientWidth;
    const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
    const strong = (x, y) => { const i = (y * width + x) * 4; const [r, g, b, a] = data.slice(i, i + 4); return a > 150 && Math.max(r, g, b) - Math.min(r, g, b) > 60; };
    const found = [];
    for (let y = 3; y < height - 3; y++) for (let x = Math.round(70 * scale); x < width - 3; x++)
      if (strong(x, y) && strong(x - 2, y) && strong(x + 2, y) && strong(x, y - 2) && strong(x, y + 2)) found.push({ x: x / scale, y: y / scale });
    return found.slice(0, 5);
  })()`);
}
