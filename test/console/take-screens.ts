// Takes the pictures of docs/screens from a running lab, under a load that it starts and stops itself. Needs Chromium.
//   node test/console/take-screens.ts [http://127.0.0.1:4000]
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { checkout } from '../../lab/src/base/paths.ts';
import { chromiumPath } from '../support/chromium.ts';

if (!chromiumPath) throw new Error('no Chromium: apt-get install chromium, or CHROMIUM_PATH');
const base = process.argv[2] ?? 'http://127.0.0.1:4000';
const folder = join(checkout, 'docs/screens');
mkdirSync(folder, { recursive: true });

const headers = { 'content-type': 'application/json' };
await fetch(`${base}/api/load`, { method: 'POST', headers, body: JSON.stringify({ vus: 4, seconds: 300 }) });
await wait(60_000); // lines need a past
const { traceId } = await found();
const views = [
  { name: 'start', path: '/start', wait: '[data-node=gateway][data-state=up]', send: true, height: 900 },
  {
    name: 'service',
    path: '/service?service=gateway&from=5m',
    wait: '[data-panel=apm-details] tbody tr',
    height: 820,
  },
  { name: 'traces', path: '/traces?service=gateway&limit=50', wait: 'tr[data-trace]', height: 760 },
  { name: 'trace', path: `/traces/${traceId}`, wait: '.waterfall', span: true, height: 760 },
  {
    name: 'monitor',
    path: '/monitor?service=gateway&from=5m',
    wait: '[data-panel=spm-operations] tbody tr',
    height: 900,
  },
  { name: 'learn', path: '/learn/find-the-slow-route', wait: '.steps', height: 520 },
];

const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
for (const dark of [false, true]) {
  for (const view of views) {
    const page = await browser.newPage({
      baseURL: base,
      viewport: { width: 1200, height: view.height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    await page.goto(view.path);
    await page.locator(view.wait).first().waitFor();
    if (view.send) {
      await page.waitForTimeout(3_000); // rates need two readings
      await page.getByRole('button', { name: 'Send one request' }).click();
      await page.locator('.scenario .verdict').waitFor();
    }
    if (view.span) await page.locator('.span-open').nth(2).click();
    await page.waitForTimeout(1_500); // charts draw after their data
    await page.mouse.move(0, 0);
    const file = join(folder, `${view.name}-${dark ? 'dark' : 'light'}.png`);
    await page.screenshot({ path: file, scale: 'css' });
    const kilobytes = Math.round(statSync(file).size / 1000);
    console.log(`${file} ${kilobytes} kB`);
    if (kilobytes > 200) throw new Error(`${file} has ${kilobytes} kB: at most 200 belong into the repository`);
    await page.close();
  }
}
await browser.close();
await fetch(`${base}/api/load`, { method: 'DELETE', headers, body: '{}' });

/** A trace through all services, to be drawn. */
async function found(): Promise<{ traceId: string }> {
  const answer = await fetch(
    `${base}/api/traces?service=gateway&operation=${encodeURIComponent('GET /chain')}&limit=5`,
  );
  const traces = (await answer.json()) as { traceId: string }[];
  if (!traces[0]) throw new Error('no trace of GET /chain: npm run load first');
  return traces[0];
}
