import { describe, expect } from 'vitest';
import { mistakes } from '../../../lab/src/watch/mistakes.ts';
import { browserTest, openPage, settled } from '../../support/browser.ts';
import { newName, startSender } from '../../support/senders.ts';
import type { Bench } from '../bench.ts';
import { startConsole } from '../start-console.ts';

/** A service that nobody knows is waited for; its mistake is named; put right, it passes every hop and is scored. */
export function yourService(shared: Bench): void {
  describe('your service', () => steps(shared));
}

function steps(shared: Bench): void {
  browserTest(
    'a mistake is named with the line to change; when it is put right, every hop passes and a score is made',
    async () => {
      const { otlpGrpc, otlpHttp } = shared.lab.endpoints;
      const service = newName();
      await using opened = await openPage(shared.server.url);
      const { page, complaints } = opened;
      await page.goto('/your-service');
      await settled(page);
      await page.getByLabel('service.name').fill(service);
      await page.getByRole('button', { name: 'Watch' }).click();
      await expect.poll(() => page.url()).toContain(`service=${service}`);
      await page.locator('[data-hop=receiver][data-state=waiting]').waitFor();
      expect(await page.locator('.watch-lines').textContent()).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${otlpHttp}`);
      {
        using sender = startSender({ OTEL_SERVICE_NAME: service, OTEL_EXPORTER_OTLP_ENDPOINT: otlpGrpc });
        const named = page.locator(`[data-mistake="${mistakes.httpToGrpc}"]`);
        await named.waitFor({ timeout: 10_000 });
        expect(await named.textContent()).toContain(`pid ${sender.pid} (node)`);
      }
      using _ = startSender({ OTEL_SERVICE_NAME: service, OTEL_EXPORTER_OTLP_ENDPOINT: otlpHttp });
      await page.locator('[data-watch=passed]').waitFor({ timeout: 30_000 });
      expect(await page.locator('[data-mistake]').count()).toBe(0);
      await page.locator('[data-score]').waitFor({ timeout: 20_000 });
      expect(await page.locator('[data-hop=spans] a').getAttribute('href')).toMatch(/^\/traces\/[0-9a-f]{32}$/);
      expect(complaints).toEqual([]);
    },
  );

  browserTest('what to set follows the language', async () => {
    await using opened = await openPage(shared.server.url);
    const { page } = opened;
    await page.goto('/your-service?service=shop');
    await page.getByLabel('Language').selectOption('python');
    await expect.poll(() => page.locator('.watch-lines').textContent()).toContain('opentelemetry-instrument');
    expect(page.url()).toContain('language=python');
  });

  browserTest('a console in a container says what it cannot see', async () => {
    const { endpoints, stack } = shared.lab;
    await using server = await startConsole({ endpoints, stack }, { runtime: 'docker', parts: shared.lab.parts });
    await using opened = await openPage(server.url);
    const { page } = opened;
    const service = newName();
    using _ = startSender({ OTEL_SERVICE_NAME: service, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
    await page.goto(`/your-service?service=${service}`);
    await page.locator('[data-unseen]').waitFor();
    expect(await page.locator('[data-unseen]').textContent()).toContain('npm run lab -- watch');
    await page.locator('[data-mistake="nothing is sent"]').waitFor({ timeout: 15_000 });
    expect(await page.locator('main').textContent()).not.toContain('pid ');
  });

  browserTest('no more than four services are watched at once', async () => {
    const ask = (service: string) => fetch(`${shared.server.url}/api/your-service/watch?service=${service}`);
    const answers: Response[] = [];
    for (let i = 0; i < 5; i++) answers.push(await ask(newName()));
    expect(answers.map(({ status }) => status)).toContain(429);
    await expect.poll(async () => (await ask('again')).status, { timeout: 15_000 }).toBe(200); // those that nobody asks for end
    expect((await ask('')).status).toBe(400);
  });
}
