// Every view in real Chromium before a real lab: data, addresses that hold the state, no complaint, no violation.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { startLab, type TestLab } from '../support/start-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { journeys } from '../../lab/src/catalog/journeys.ts';
import { send } from '../../lab/src/check/request.ts';
import { until } from '../../lab/src/catalog/poll.ts';
import { browserTest, chromiumPath, openPage, settled } from './browser.ts';
import { startConsole, type TestConsole } from './start-console.ts';

let lab: TestLab;
let server: TestConsole;
let traceId: string;

beforeAll(async () => {
  if (!chromiumPath) return;
  lab = await startLab();
  server = await startConsole(lab);
  await steadyLoad(lab.endpoints, { perSecond: 20, seconds: 8 });
  const sent = await send(
    journeys.find((j) => j.path === '/chain')!,
    lab.endpoints,
    'r-view',
  );
  traceId = sent.traceId;
  await until('the trace is stored', async () =>
    (await lab.stores[0]!.trace(traceId)).length === 5 ? true : undefined,
  );
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await lab?.[Symbol.asyncDispose]();
});

/** Each view's address, and what stands in it once it has data. */
const views = () =>
  [
    ['/start', '[data-node=gateway][data-state=up]'],
    ['/start?part=collector', 'section[aria-label="Flow of the data, live"] .details'],
    ['/service?service=gateway&from=5m', '[data-panel=apm-details] [data-row="GET /chain"]'],
    ['/service?service=stock&from=5m', '[data-panel=apm-rate-by-route] canvas'],
    ['/traces?service=gateway', 'tr[data-trace]'],
    [`/traces/${traceId}`, '.waterfall[data-spans="5"]'],
    ['/monitor?service=gateway&from=5m', '[data-panel=spm-operations] [data-row="GET /chain"]'],
    ['/learn', '.exercises'],
    ['/learn/find-the-error', '.steps'],
  ] as const;

const looks = [
  { name: 'light', dark: false },
  { name: 'dark', dark: true },
  { name: 'small', dark: false, width: 375, height: 800 },
];

describe.each(looks)('$name', (look) => {
  browserTest('each view shows data, without complaints, other hosts or serious violations', async () => {
    for (const [address, data] of views()) {
      await using opened = await openPage(server.url, look);
      const { page, complaints } = opened;
      await page.goto(address);
      await page.locator(data).first().waitFor({ timeout: 20_000 });
      await settled(page);
      expect(complaints, address).toEqual([]);
      expect(await violations(page), address).toEqual([]);
      expect(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        `${address} scrolls sideways`,
      ).toBe(0);
    }
  });
});

browserTest(
  'a search by service, route, status and duration is in the address, and the address brings it back',
  async () => {
    await using opened = await openPage(server.url);
    const { page } = opened;
    await page.goto('/traces');
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
    const rows = await page.locator('tr[data-trace] td:nth-child(2)').allTextContents();
    expect(new Set(rows.filter((name) => name !== 'began outside the lab'))).toEqual(
      new Set(rows.includes('gateway: GET /error_test') ? ['gateway: GET /error_test'] : []),
    );
    await page.getByLabel('At least').selectOption('3000');
    await page.getByText('No such trace').waitFor();
  },
);

browserTest('a dot of a chart leads to its trace', async () => {
  await using opened = await openPage(server.url);
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
  await using opened = await openPage(server.url);
  const { page } = opened;
  await page.goto('/service?service=gateway&from=5m');
  const link = page.locator('.slowest a').first();
  await link.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/traces\/[0-9a-f]{32}$/);
  await page.locator('.waterfall').waitFor();
});

browserTest('an open span stays open while everything else refreshes, and its address opens it again', async () => {
  await using opened = await openPage(server.url);
  const { page, complaints } = opened;
  await page.goto(`/traces/${traceId}`);
  await page.getByText('Spans as a table').click();
  await page.locator('.span-list').getByRole('button', { name: 'orders: GET /chain' }).click();
  const details = page.getByRole('region', { name: 'Span GET /chain' });
  await details.getByText('http.route', { exact: true }).waitFor();
  await expect.poll(() => page.url()).toMatch(/span=[0-9a-f]{16}/);
  await steadyLoad(lab.endpoints, { perSecond: 10, seconds: 7 }); // longer than any refresh
  expect(await details.isVisible()).toBe(true);
  await page.goto(page.url());
  await details.getByText('orders', { exact: true }).first().waitFor();
  expect(complaints).toEqual([]);
});

browserTest('a zoom and a choice of route are in the address', async () => {
  await using opened = await openPage(server.url);
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

browserTest('exercises tell right from wrong, by this very lab', async () => {
  await using opened = await openPage(server.url);
  const { page } = opened;
  const failed = await send(
    journeys.find((j) => j.path === '/error_test' && j.service === 'gateway')!,
    lab.endpoints,
    'r-view',
  );
  await until('the failed trace is stored', async () =>
    (await lab.stores[0]!.trace(failed.traceId)).length > 0 ? true : undefined,
  );
  const answers = [
    ['follow-one-request', '3', '5'],
    ['find-the-error', traceId, failed.traceId],
  ] as const;
  for (const [exercise, wrong, right] of answers) {
    await page.goto(`/learn/${exercise}`);
    await page.getByLabel('Your answer').fill(wrong);
    await page.keyboard.press('Enter');
    await page.locator('[data-right=false]').waitFor();
    await page.getByLabel('Your answer').fill(right);
    await page.keyboard.press('Enter');
    await page.locator('[data-right=true]').waitFor();
  }
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core calls serious or critical. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe); // by the debugger, which the page's security policy does not bind
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))`);
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
