// A lab with logs and alerts: what a web page can do to their engines (SECURITY.md says so), and the exercises about them.
import { globSync, readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { check } from '../../lab/src/check/check.ts';
import { fromAlertToCode, thrownAt } from '../../lab/src/exercises/from-alert-to-code.ts';
import { twoAlertsOneCause } from '../../lab/src/exercises/two-alerts-one-cause.ts';
import { appRoles, partNamed } from '../../lab/src/parts/parts.ts';
import { browserTest } from '../support/browser.ts';
import { attempts, forged } from '../support/foreign-page.ts';
import { plainLoad } from '../support/plain-load.ts';
import { startLab } from '../support/start-lab.ts';
import { expectUnharmedByPage } from '../support/unharmed.ts';

const lab = await startLab({ capabilities: ['logs', 'alerts'] });
afterAll(() => lab[Symbol.asyncDispose]());
const evidence = { prometheus: lab.prometheus, stores: lab.stores, logStore: lab.logs };
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

test('how many alerts follow from a collector that is stopped is the answer of its exercise, and no other number', async () => {
  const answer = (text: string) => twoAlertsOneCause.judge(text, evidence);
  expect(await answer('6')).toMatchObject({ right: false, says: expect.stringContaining('stop it first') });
  const jobs = new Set(partNamed('collector').ports.flatMap(({ scrape }) => (scrape ? [scrape.job] : [])));
  const behind = jobs.size - 1 + appRoles.length; // its own job is the cause
  await lab.lab.stop('collector');
  try {
    await until('all of them fire', async () => (await answer(String(behind))).right || undefined, {
      deadline: 90_000,
    });
  } finally {
    await lab.lab.start('collector');
  }
  expect(await answer(String(behind + 1))).toMatchObject({ right: false });
});

test('the line that threw is the answer of its exercise once the alert has fired, and no other line', async () => {
  const answer = (text: string) => fromAlertToCode.judge(text, evidence);
  expect(await answer('peer-client.ts:1')).toMatchObject({ right: false });
  await lab.lab.stop('stock');
  let place: string | undefined;
  const load = new AbortController();
  const running = plainLoad(lab.endpoints.gateway, ['/chain'], 20, load.signal);
  try {
    const known = async () => {
      const now = Date.now() / 1000;
      const lines = await lab.logs!.search({ service: 'orders', severity: 'error', start: now - 300, end: now });
      place = lines.map(thrownAt).find((one) => one !== undefined);
      return place && (await answer(place)).right ? place : undefined;
    };
    await until('the alert fires, and a line has a stack trace', known, { deadline: 150_000, every: 500 });
  } finally {
    load.abort();
    await running;
    await lab.lab.start('stock');
  }
  const [file, line] = place!.split(':') as [string, string];
  const [source] = globSync(`app/src/**/${file}`).map((path) => readFileSync(path, 'utf8').split('\n'));
  expect(source![Number(line) - 1]).toMatch(/new Problem\(50[24]/);
  expect(await answer(`${file}:${Number(line) + 1}`)).toMatchObject({ right: false });
});
