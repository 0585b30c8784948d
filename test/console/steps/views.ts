import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect } from 'vitest';
import { until } from '../../../lab/src/base/poll.ts';
import { sendSpan } from '../../support/send-span.ts';
import { steadyLoad } from '../../support/steady-load.ts';
import type { Bench } from '../bench.ts';
import { chromiumPath } from '../../support/chromium.ts';
import { browserTest, openPage, settled, sidewaysOf } from '../../support/browser.ts';
import { unreadableTexts } from '../../support/readable-text.ts';
import { storedTrace } from './stored-trace.ts';

/** A foreign service and route whose names a query must quote. */
const shop = 'my "shop" <b>v2.1</b> $service {}';
const odata = 'GET /odata/$metadata';

type Look = { name: string; dark?: boolean; width?: number; height?: number };

/** Every view has data in each theme, without complaints in the browser's console, requests to other hosts or violations. */
export function everyView(shared: Bench, looks: readonly Look[]): void {
  describe('every view', () => inLooks(shared, looks));
}

function inLooks(shared: Bench, looks: readonly Look[]): void {
  let traceId: string;
  beforeAll(async () => {
    if (!chromiumPath) return;
    await steadyLoad(shared.lab.endpoints, { perSecond: 20, seconds: 8 });
    traceId = await storedTrace(shared.lab, 'GET /chain');
    const rows = `count(${seriesOf(metric.calls, { [label.service]: 'gateway', [label.route]: 'GET /chain' })})`;
    await until('Prometheus has counted it', async () => (await shared.lab.prometheus.query(rows))[0]);
    await sendSpan(shared.lab, shop, odata);
    const sold = `count(${seriesOf(metric.calls, { [label.service]: shop })})`;
    await until('Prometheus has counted the shop', async () => (await shared.lab.prometheus.query(sold))[0]);
  });

  /** Each view's address, and an element that it has once it has data. */
  const views = () => [
    ['/start?part=collector', '[data-node=gateway][data-state=up]'],
    ['/service?service=gateway&from=5m', '[data-panel=apm-details] [data-row="GET /chain"]'],
    ['/service?service=stock&from=5m', '[data-panel=apm-rate-by-route] canvas'],
    [`/service?service=${encodeURIComponent(shop)}&from=5m`, `[data-panel=apm-details] [data-row="${odata}"]`],
    ['/monitor?service=gateway&from=5m', '[data-panel=spm-operations] [data-row="GET /chain"]'],
    ...shared.lab.stores.flatMap(({ name }) => [
      [`/traces?service=gateway&store=${name}`, 'tr[data-trace]'],
      [`/traces/${traceId}?store=${name}`, '.waterfall[data-spans="5"]'],
    ]),
    [`/your-service?${new URLSearchParams({ service: shop })}`, '[data-watch=passed] [data-score]'],
    ['/faults', '[data-fault=slow-route]'],
    ['/faults/slow-route', '[data-panel=apm-p50-by-route] canvas'],
    ['/learn', '.exercises'],
    ['/learn/find-the-error', '.steps'],
  ];

  for (const look of looks) {
    browserTest(`each view shows data, without complaints or violations: ${look.name}`, async () => {
      await using opened = await openPage(shared.server.url, look);
      const { page, complaints } = opened;
      for (const [address, data] of views()) {
        await page.goto(address!);
        await page.locator(data!).first().waitFor({ timeout: 20_000 });
        await settled(page);
        expect(complaints, address).toEqual([]);
        expect(await violations(page), address).toEqual([]);
        expect(await sidewaysOf(page), `${address} scrolls sideways`).toBe(0);
        expect(await unreadableTexts(page), address).toEqual([]);
      }
    });
  }

  browserTest('a complaint or a violation would be noticed', async () => {
    await using opened = await openPage(shared.server.url);
    const { page, complaints } = opened;
    await page.goto('/learn');
    await settled(page);
    await page.evaluate(`document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')`);
    expect(await violations(page)).toEqual([expect.stringContaining('button-name')]);
    expect(await unreadableTexts(page)).toEqual([]);
    for (const style of ['overflow: hidden; white-space: nowrap; width: 7ch', 'word-break: break-all; width: 7ch'])
      await page.evaluate(`document.querySelector('main').appendChild(
        Object.assign(document.createElement('p'), { textContent: 'some words' })).style = '${style}'`);
    expect(await unreadableTexts(page)).toEqual(['cut: some words', 'broken: words']);
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src="http://other.invalid/x.png">')`);
    await expect.poll(() => complaints.join('\n')).toContain('Content Security Policy');
  });
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Findings that axe-core calls serious or critical. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe); // by the debugger, to which the page's security policy does not apply
  return page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))`);
}
