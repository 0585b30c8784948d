// Without a lab each view says so, and what to do.
import { createServer } from 'node:http';
import { expect } from 'vitest';
import { listening } from '../../lab/src/base/testing.ts';
import { browserTest, openPage } from '../support/browser.ts';
import { nowhere, startConsole } from './start-console.ts';

browserTest('without any lab every view says which engine does not answer, or what is missing', async () => {
  await using server = await startConsole({ endpoints: nowhere, stack: 'tempo' });
  await using opened = await openPage(server.url);
  const { page } = opened;
  await page.goto('/start');
  for (const part of ['gateway', 'collector', 'prometheus', 'tempo']) {
    await page.locator(`[data-node=${part}][data-state=down]`).waitFor();
    await page.locator(`[data-problem=${part}]`).waitFor();
  }
  await page.goto('/service');
  await page.getByText('Prometheus does not answer.').first().waitFor();
  await page.goto('/traces');
  await page.getByText('Tempo does not answer.').first().waitFor();
  await page.goto('/traces/0123456789abcdef0123456789abcdef');
  await page.getByText('Tempo does not answer.').first().waitFor();
  await page.goto('/monitor');
  await page.getByText('Prometheus does not answer.').first().waitFor();
  await page.goto('/faults/slow-route');
  await page.getByText('Prometheus does not answer.').first().waitFor();
  await page.goto('/learn/find-the-slow-route');
  await page.getByLabel('Your answer').fill('/');
  await page.keyboard.press('Enter');
  await page.getByText('The answer cannot be checked at the moment.').waitFor();
});

browserTest(
  'a trace that the store cannot read is reported with the store’s words, not as one that is missing',
  async () => {
    // Tempo 2.8 answers so for a trace with a span id of zeros, which the lab's collector keeps out
    const broken = createServer((_request, response) => response.writeHead(500).end('panic: index out of range'));
    const tempo = await listening(broken);
    try {
      await using server = await startConsole({ endpoints: { ...nowhere, tempo }, stack: 'tempo' });
      await using opened = await openPage(server.url);
      const { page } = opened;
      await page.goto('/traces/0123456789abcdef0123456789abcdef');
      await page.getByText('Tempo cannot read this trace.').waitFor();
      await page.getByText('It answered with status 500: panic: index out of range').waitFor();
      await page.goto('/traces');
      await page.getByText('Tempo answered with an error.').first().waitFor();
    } finally {
      broken.closeAllConnections();
      broken.close();
    }
  },
);

browserTest('a server that stops is reported on the page, and so is its return', async () => {
  await using opened = await openPage('http://127.0.0.1:9');
  const { page } = opened;
  const away = page.getByText('server does not answer: this page shows old data');
  let port: number;
  {
    await using server = await startConsole({ endpoints: nowhere, stack: 'tempo' });
    port = Number(new URL(server.url).port);
    await page.goto(`${server.url}/start`);
    await page.locator('[data-node=gateway][data-state=down]').waitFor();
    expect(await away.count()).toBe(0);
  }
  await away.waitFor({ timeout: 10_000 });
  await using _again = await startConsole({ endpoints: nowhere, stack: 'tempo' }, { port });
  await away.waitFor({ state: 'hidden', timeout: 15_000 });
});
