import { describe, expect } from 'vitest';
import { until } from '../../../lab/src/base/poll.ts';
import type { FaultState } from '../../../lab/src/console/faults.ts';
import { browserTest, openPage, settled } from '../../support/browser.ts';
import { labCli } from '../../support/cli.ts';
import { steadyLoad } from '../../support/steady-load.ts';
import type { Bench } from '../bench.ts';
import { startConsole } from '../start-console.ts';

/** Faults are switched by the console of the lab itself, a process that the lab started. */
export function faults(shared: Bench): void {
  describe('faults', () => steps(shared));
}

function steps(shared: Bench): void {
  /** How long a request for GET /chain takes, ms. */
  const chain = async () => {
    const began = performance.now();
    await (await fetch(`${shared.lab.endpoints.gateway}/chain`)).arrayBuffer();
    return performance.now() - began;
  };
  const listed = async () => (await labCli(['faults'], { LAB_HOME: shared.lab.home })).stdout;
  const page = () => shared.lab.endpoints.console!;
  const ask = (method: string, path: string, body: unknown = {}) =>
    fetch(`${page()}/api/faults${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const on = async () => (await (await fetch(`${page()}/api/faults/on`)).json()) as FaultState[];

  browserTest('a route that is made slow on the page is slow, marked on its panel, and healed there', async () => {
    await using opened = await openPage(page());
    const { page: tab, complaints } = opened;
    await tab.goto('/faults');
    await settled(tab);
    expect(await chain()).toBeLessThan(2000);
    const card = tab.locator('[data-fault=slow-route]');
    expect(await card.locator('.cause p').first().isVisible()).toBe(false);
    await card.getByLabel('Strength, ms').fill('2000');
    await card.getByLabel('For').selectOption('5 min');
    await card.getByRole('button', { name: 'Break slow-route' }).click();
    const state = tab.locator('[data-on-fault=slow-route]');
    await state.waitFor();
    expect(await state.innerText()).toMatch(/2000 ms, since \d\d:\d\d:\d\d; ends in \d+ s, by this console/);
    expect(await listed()).toMatch(
      /● slow-route[^]*On:\n {2}slow-route, 2000 ms, for \d+ s; ends in \d+ s, by pid \d+/,
    );
    await until('GET /chain is slow', async () => ((await chain()) > 2000 ? true : undefined));
    await steadyLoad(shared.lab.endpoints, { perSecond: 5, seconds: 5 }); // so that there is a chart
    await tab.goto('/faults/slow-route?from=5m&refresh=2s');
    const mark = tab.locator('[data-panel=apm-p50-by-route] [data-mark=orders][title*="fault slow-route on"]');
    await expect.poll(() => mark.count(), { timeout: 20_000 }).toBe(1);
    await tab.getByRole('button', { name: 'Heal slow-route' }).click();
    await tab.getByRole('button', { name: 'Break slow-route' }).waitFor();
    expect(await listed()).toContain('No fault is on.');
    await until('GET /chain is fast again', async () => ((await chain()) < 2000 ? true : undefined));
    expect(complaints).toEqual([]);
  });

  browserTest('the server of the page kills a part and starts it again when the time is over', async () => {
    expect((await ask('POST', '/collector-killed', { seconds: 10 })).status).toBe(200);
    const stateOf = async () => (await shared.lab.lab.status()).find(({ part }) => part === 'collector')!.state;
    expect(await stateOf()).toBe('died');
    await until('the collector runs again', async () => ((await stateOf()) === 'running' ? true : undefined));
    await until('nothing is on', async () => ((await on()).length === 0 ? true : undefined));
  });

  browserTest('a fault outlives the server that would end it, and page and command say so', async () => {
    expect((await ask('POST', '/slow-route', { seconds: 300 })).status).toBe(200);
    await shared.lab.lab.kill('console');
    await shared.lab.lab.start('console');
    await using opened = await openPage(page());
    const { page: tab } = opened;
    await tab.goto('/faults');
    const gone = 'what would have ended it is gone: npm run lab -- heal slow-route';
    await tab.locator('[data-on-fault=slow-route]').getByText(gone).waitFor();
    expect(await listed()).toContain(gone);
    await tab.getByRole('button', { name: 'Heal all' }).click();
    await tab.locator('[data-on="0"]').waitFor();
    expect(await listed()).toContain('No fault is on.');
  });

  browserTest('a refused fault says what was expected, what was found, and the next command', async () => {
    await using opened = await openPage(page());
    const { page: tab } = opened;
    await tab.route('**/api/faults/on', (route) => route.fulfill({ json: [] })); // the page does not know of others' faults
    await tab.goto('/faults');
    await settled(tab);
    expect(await tab.locator('[data-fault=jaeger-stopped] [data-lacks]').innerText()).toContain('--stack jaeger');
    await ask('POST', '/error-share', { seconds: 60 });
    await tab.getByRole('button', { name: 'Break error-share' }).click();
    await tab.locator('[data-refused=error-share]').getByText('npm run lab -- heal error-share').waitFor();
    expect((await ask('DELETE', '')).status).toBe(200);
  });

  browserTest('a console in a container shows what is on, and commands in place of buttons', async () => {
    const { endpoints, stack } = shared.lab;
    await using server = await startConsole({ endpoints, stack }, { runtime: 'docker' });
    await using opened = await openPage(server.url);
    const { page: tab } = opened;
    await ask('POST', '/slow-route', { seconds: 60 });
    await tab.goto('/faults');
    await tab.locator('[data-on-fault=slow-route]').getByText('if that still runs').waitFor();
    const card = tab.locator('[data-fault=error-share]');
    expect(await card.getByText('npm run lab -- break error-share --for 2m').count()).toBe(1);
    expect(await tab.locator('main').getByRole('button').count()).toBe(0);
    expect((await ask('DELETE', '')).status).toBe(200);
  });
}
