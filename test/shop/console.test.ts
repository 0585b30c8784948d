// The page of a lab with the shop: its picture, a purchase watched, the panels of its engines, the exercises.
import { dashboardsFor } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, expect } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { buy, isAccepted } from '../../lab/src/check/shop/buy.ts';
import { purchaseModes, purchaseSpans } from '../../lab/src/check/shop/purchase-spans.ts';
import { type TestConsole, startConsole } from '../console/start-console.ts';
import { browserTest, openPage, settled, sidewaysOf } from '../support/browser.ts';
import { chromiumPath } from '../support/chromium.ts';
import { labCli } from '../support/cli.ts';
import { crossings } from '../support/crossings.ts';
import { unreadableTexts } from '../support/readable-text.ts';
import { sharedLab } from '../support/shared-lab.ts';
import type { TestLab } from '../support/test-lab.ts';

let lab: TestLab;
let server: TestConsole;
beforeAll(async () => {
  if (!chromiumPath) return;
  lab = await sharedLab();
  process.env['SHOP_PASSWORD'] = lab.env.SHOP_PASSWORD; // the console of a lab has it from the lab
  server = await startConsole(lab, { capabilities: ['shop'], parts: lab.parts });
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

browserTest.each([
  [1366, 768],
  [1600, 900],
])('at %d×%d the picture has every part with its numbers, and no line lies on a box', async (width, height) => {
  await using opened = await openPage(server.url, { width, height });
  const { page, complaints } = opened;
  await page.goto('/start');
  for (const part of lab.parts.filter((name) => name !== 'console'))
    await page.locator(`[data-node=${part}][data-state=up]`).waitFor({ timeout: 10_000 });
  const says = (part: string, what: RegExp) =>
    expect.poll(() => page.locator(`[data-node=${part}]`).innerText(), { timeout: 30_000 }).toMatch(what);
  await says('kafka', /\d messages wait/);
  await says('postgres', /[1-9][\d,]* orders/);
  await says('valkey', /\d % hits[\s\S]*[1-9][\d,]* keys/); // of the orders that executor reads back
  await says('fulfilment', /spans\/s/);
  expect(await crossings(page)).toEqual({ lines: await page.locator('.edge').count(), onBoxes: [] });
  expect(await unreadableTexts(page)).toEqual([]);
  expect(await sidewaysOf(page)).toBe(0);
  await page
    .locator('.edge')
    .first()
    .evaluate((line) => line.setAttribute('d', 'M 0 10 L 100 10')); // what the measure would notice
  expect((await crossings(page)).onBoxes).not.toEqual([]);
  expect(complaints).toEqual([]);
});

browserTest.each(purchaseModes)('a purchase %s is watched through every step, and its trace opens', async (mode) => {
  await using opened = await openPage(server.url, { width: 1366, height: 768 });
  const { page, complaints } = opened;
  await page.goto('/start');
  await page.locator('[data-node=gateway][data-state=up]').waitFor();
  await page.getByRole('button', { name: `A purchase, ${mode}` }).click();
  await page.locator('.scenario .verdict').waitFor({ timeout: 15_000 });
  expect(await page.locator('[data-hop][data-ok=false]').allInnerTexts()).toEqual([]); // what failed, in its own words
  const steps = await page.locator('[data-hop]').evaluateAll((all) => all.map((one) => one.getAttribute('data-hop')));
  const queued = mode === 'queued' ? ['purchases'] : [];
  expect(steps).toEqual(['request', ...queued, 'database', 'orders-placed', 'cache', 'store']);
  expect(await page.locator('[data-hop=store]').innerText()).toMatch(/committed after \d+ ms.*kept after \d+ ms/);
  await page.getByRole('link', { name: 'Open its trace' }).click();
  await page.locator(`.waterfall[data-spans="${purchaseSpans[mode].length}"]`).waitFor();
  await page.locator('.span-open', { hasText: 'send orders-placed' }).click();
  await page.getByRole('link', { name: 'Panels of Kafka' }).click();
  await page.locator('[data-panel=kafka-lag]').waitFor();
  expect(complaints).toEqual([]);
});

browserTest('a step that fails is named, with the next command', async () => {
  await using opened = await openPage(server.url);
  const { page } = opened;
  await lab.lab.stop('fulfilment');
  try {
    await page.goto('/start');
    await page.locator('[data-node=fulfilment][data-state=down]').waitFor({ timeout: 10_000 });
    await page.getByRole('button', { name: 'A purchase, queued' }).click();
    await page.locator('[data-hop=purchases][data-ok=true]').waitFor();
    await page.locator('[data-hop=database][data-ok=false]').waitFor({ timeout: 20_000 });
    expect(await page.locator('[data-hop=database]').innerText()).toContain('npm run lab -- logs fulfilment');
    await expect
      .poll(() => page.locator('[data-node=kafka]').innerText(), { timeout: 10_000 })
      .toMatch(/[1-9]\d* messages wait/);
  } finally {
    await lab.lab.start('fulfilment');
  }
  await expect
    .poll(() => page.locator('[data-node=kafka]').innerText(), { timeout: 30_000 })
    .toMatch(/\b0 messages wait/);
});

browserTest('a box of the picture leads to its panels, and from there to traces', async () => {
  await using opened = await openPage(server.url, { width: 1366, height: 768 });
  const { page, complaints } = opened;
  for (const [engine, title] of Object.entries({ postgres: 'Postgres', kafka: 'Kafka', valkey: 'Valkey' })) {
    await page.goto(`/start?part=${engine}`);
    await page.getByRole('link', { name: `Panels of ${title}` }).click();
    await page.locator('main h1', { hasText: title }).waitFor();
    await page.getByRole('link', { name: 'Traces of it' }).click();
    await page.locator('tr[data-trace]').first().waitFor();
  }
  expect(complaints).toEqual([]);
});

browserTest('every panel of the shop has data, unless it says why not', async () => {
  await using opened = await openPage(server.url, { width: 1366, height: 768 });
  const { page, complaints } = opened;
  const shown = dashboardsFor('tempo', ['shop']).filter(({ capability }) => capability === 'shop');
  expect(shown.map(({ uid }) => uid)).toEqual(['way-of-a-purchase', 'postgres', 'kafka', 'valkey']);
  for (const { uid, rows } of shown) {
    await page.goto(`/shop/${uid}?from=5m`);
    const due = rows.flatMap(({ panels }) => panels.map(({ panel }) => panel));
    const filled = due.filter(({ expects }) => expects.mayBeEmpty === undefined).map(({ id }) => id);
    const empty = () =>
      page
        .locator('[data-panel]', { has: page.locator('.failed, .empty') })
        .evaluateAll((all) => all.map((one) => one.getAttribute('data-panel')));
    await expect.poll(() => page.locator('[data-panel]').count()).toBe(due.length);
    await expect
      .poll(async () => (await empty()).filter((id) => filled.includes(id!)), { timeout: 20_000 })
      .toEqual([]);
    await settled(page);
    expect(
      (await empty()).filter((id) => filled.includes(id!)),
      uid,
    ).toEqual([]);
    expect(await unreadableTexts(page), uid).toEqual([]);
    expect(await sidewaysOf(page), uid).toBe(0);
  }
  expect(complaints).toEqual([]);
});

browserTest('the exercises accept right answers and refuse wrong ones, on the page and by `lab answer`', async () => {
  const { gateway } = lab.endpoints;
  await lab.lab.stop('orders');
  const waits = await buy(gateway, 'queued');
  expect(isAccepted(waits)).toBe(true);
  await until(
    'fulfilment tries that purchase for more than six seconds',
    async () => {
      const tries = (await lab.stores[0]!.trace(waits.traceId)).filter(({ name }) => name === 'process purchases');
      const starts = tries.map(({ start }) => Number(start));
      return Math.max(...starts) - Math.min(...starts) > 6e9 || undefined;
    },
    { deadline: 40_000, every: 500 },
  );
  await lab.lab.start('orders');
  await until(
    'a list of orders is a stored trace',
    async () => {
      await (await fetch(`${lab.endpoints.orders}/orders?item=book`)).arrayBuffer();
      const now = Date.now() / 1000;
      const found = await lab.stores[0]!.search({
        service: 'orders',
        operation: 'GET /orders',
        start: now - 600,
        end: now,
      });
      return found[0];
    },
    { deadline: 30_000, every: 1_000 },
  );
  const first = await buy(gateway, 'queued');
  const again = await buy(gateway, 'queued', { key: first.key });
  for (const { traceId } of [first, again])
    await until('both were handled', async () => {
      const spans = await lab.stores[0]!.trace(traceId);
      return (
        (spans.some(({ name }) => /COMMIT|ROLLBACK/.test(name)) && spans.some(({ kind }) => kind === 'consumer')) ||
        undefined
      );
    });
  const answers = [
    ['where-it-waits', 'orders-placed', 'purchases'],
    ['slow-query', 'id', 'item'],
    ['made-once', first.traceId, again.traceId],
  ] as const;
  await using opened = await openPage(server.url);
  const { page, complaints } = opened;
  for (const [exercise, wrong, right] of answers) {
    await page.goto(`/learn/${exercise}`);
    for (const [answer, verdict] of [
      [wrong, false],
      [right, true],
    ] as const) {
      await page.getByLabel('Your answer').fill(answer);
      await page.keyboard.press('Enter');
      const words = verdict ? 'Right.' : 'Not yet.';
      await expect.poll(() => page.locator('main').innerText(), { timeout: 20_000 }).toContain(words);
      const { exitCode } = await labCli(['answer', exercise, answer], { LAB_HOME: lab.home });
      expect([exercise, answer, exitCode]).toEqual([exercise, answer, verdict ? 0 : 1]);
    }
  }
  expect(complaints).toEqual([]);
});

browserTest('without the shop the exercises say what they need', async () => {
  await using plain = await startConsole(lab);
  await using opened = await openPage(plain.url);
  const { page } = opened;
  await page.goto('/learn/slow-query');
  await page.locator('main').getByText('This exercise needs the capability shop: npm start -- --with shop').waitFor();
  await page.getByLabel('Your answer').fill('item');
  await page.keyboard.press('Enter');
  await page.getByText('This lab does not have what is asked about.').waitFor();
  await page.goto('/shop');
  await page.getByText('This lab runs without the capability shop').waitFor();
  expect(await page.getByRole('button', { name: /^A purchase/ }).count()).toBe(0);
});
