// What a web page can do to the log store and to Alertmanager. SECURITY.md says so; these tests notice if that changes.
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { browserTest } from '../support/browser.ts';
import { attempts, forged } from '../support/foreign-page.ts';
import { startLab } from '../support/start-lab.ts';
import { expectUnharmedByPage } from '../support/unharmed.ts';

const lab = await startLab({ capabilities: ['logs', 'alerts'] });
afterAll(() => lab[Symbol.asyncDispose]());
const alertmanager = `${lab.endpoints.alertmanager}/api/v2`;

browserTest('a page of another site harms no part of a lab with logs and alerts', () => expectUnharmedByPage(lab));

browserTest('…but can add log lines, which keep the name that they state', async () => {
  const linesOfPage = async () => {
    const now = Date.now() / 1000;
    const found = await lab.logs!.search({ service: forged.service, start: now - 3_600, end: now + 60 });
    return found.length > 0 ? found : undefined;
  };
  const lines = await until('a line of the page is found', linesOfPage);
  expect(new Set(lines.map(({ service, text }) => `${service} ${text}`))).toEqual(
    new Set([`${forged.service} forged`]),
  );
});

test('Alertmanager lets every origin send JSON: a page could make a silence', async () => {
  const { headers } = await fetch(`${alertmanager}/silences`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  expect(headers.get('access-control-allow-origin')).toBe('*');
});

test('a silence of everything is noticed by the check, which names it', async () => {
  const { body } = attempts().find(({ path }) => path === '/api/v2/silences')!;
  const made = await fetch(`${alertmanager}/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const { silenceID } = (await made.json()) as { silenceID: string };
  const failed = await until(
    'the check misses the heartbeat',
    async () => {
      const hop = await alertsHop();
      return hop.ok ? undefined : hop;
    },
    { deadline: 60_000 },
  );
  expect(failed.found).toContain(silenceID);
  await fetch(`${alertmanager}/silence/${silenceID}`, { method: 'DELETE' });
  await until('the heartbeat arrives again', async () => ((await alertsHop()).ok ? true : undefined), {
    deadline: 60_000,
  });
});

async function alertsHop() {
  const { hops } = await check(lab, {
    requests: 0,
    names: ['app', 'export', 'collector', 'store', 'connector', 'prometheus', 'alerts'],
  });
  return hops.at(-1)!;
}
