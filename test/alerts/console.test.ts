// The page Alerts, in Chromium.
import { expect } from 'vitest';
import { receiverId } from '../../lab/src/parts/receiver.ts';
import { startConsole } from '../console/start-console.ts';
import { browserTest, openPage, settled, sidewaysOf } from '../support/browser.ts';
import { unreadableTexts } from '../support/readable-text.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const console_ = lab.endpoints.console!;

browserTest(
  'every rule is shown; a store that is stopped fires, is sent, and has a page that says what to do',
  async () => {
    await using opened = await openPage(console_, { width: 1366, height: 768 });
    const { page, complaints } = opened;
    await page.goto('/alerts');
    await page.locator('[data-heartbeat=ok]').waitFor({ timeout: 20_000 });
    const rules = await lab.prometheus.alertRules();
    const names = await page
      .locator('[data-alert]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-alert')));
    expect(new Set(names)).toEqual(new Set(rules.map(({ name }) => name)));
    await lab.lab.stop('tempo');
    try {
      await page.locator('[data-alert=TargetDown][data-state=firing]').waitFor({ timeout: 30_000 });
      await page
        .locator('[data-notifications] tr', { hasText: 'tempo does not answer Prometheus' })
        .first()
        .waitFor({ timeout: 30_000 });
      expect(await unreadableTexts(page)).toEqual([]);
      await page.getByRole('link', { name: 'TargetDown' }).click();
      await page.locator('[data-alert-page=TargetDown]').waitFor();
      expect(await page.locator('main').innerText()).toContain('npm run status');
      await page.locator('[data-panel=pipeline-targets-up]', { hasText: 'down' }).waitFor({ timeout: 10_000 });
    } finally {
      await lab.lab.start('tempo');
    }
    await page.goto('/alerts');
    await page.locator('[data-alert=TargetDown][data-state=inactive]').waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
  },
);

browserTest('an alert leads to its exercise', async () => {
  await using opened = await openPage(console_);
  const { page } = opened;
  await page.goto('/alerts/ConsumerLag');
  await page.locator('[data-panel=kafka-oldest-age]').waitFor();
  await page
    .getByRole('link', { name: 'Where it waits' })
    .or(page.locator('a[href="/learn/where-it-waits"]'))
    .first()
    .click();
  await page.locator('.exercise h1').waitFor();
});

browserTest('labels that look like HTML are text, on a narrow screen too', async () => {
  const evil = '<img src=x onerror="document.title=1"></script><script>document.title=1</script>';
  const alert = {
    status: 'firing',
    labels: { alertname: evil, [evil]: evil },
    annotations: { summary: `\`${evil}\`` },
  };
  const body = JSON.stringify({ status: 'firing', alerts: [alert, null, 7, { labels: 'none' }] });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${console_}/${receiverId}`, { method: 'POST', headers, body })).status).toBe(200);
  await using opened = await openPage(console_, { width: 380, height: 800 });
  const { page, complaints } = opened;
  await page.goto('/alerts');
  await page.locator('[data-notifications] tr', { hasText: evil }).first().waitFor();
  expect(await page.title()).toBe('Alerts · Span Metrics Lab');
  expect(await page.locator('main img, main script').count()).toBe(0);
  expect(await sidewaysOf(page)).toBe(0);
  expect(complaints).toEqual([]);
});

browserTest('a console that no heartbeat reaches warns, with the next command', async () => {
  await using server = await startConsole(lab, { capabilities: ['alerts'], parts: lab.parts });
  await using opened = await openPage(server.url);
  const { page } = opened;
  await page.goto('/alerts');
  await page.locator('[data-heartbeat=awaited]').waitFor();
  await page.locator('[data-heartbeat=late]').waitFor({ timeout: 40_000 });
  expect(await page.locator('[data-heartbeat=late]').innerText()).toContain('npm run check');
});

browserTest('without the capability the page says how to get it', async () => {
  await using server = await startConsole(lab, { capabilities: [] });
  await using opened = await openPage(server.url);
  const { page, complaints } = opened;
  await page.goto('/alerts');
  await settled(page);
  expect(await page.locator('main').innerText()).toContain('npm start -- --with alerts');
  expect(await page.locator('nav a', { hasText: 'Alerts' }).count()).toBe(0);
  expect(complaints).toEqual([]);
});
