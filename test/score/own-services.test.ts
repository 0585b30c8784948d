// The lab's own services, judged as any other: after ordinary requests each scores 100 in both numbers.
import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { keepLedger } from '../../lab/src/check/ledger.ts';
import { appRoles, workers } from '../../lab/src/parts/parts.ts';
import type { ScoreReport } from '../../lab/src/score/report.ts';
import { scoreService } from '../../lab/src/score/score.ts';
import { labCli } from '../support/cli.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const services = [...appRoles, ...workers].filter((name) => lab.parts.includes(name));
const played = ['/', '/items/1', '/items/2', '/items/3', '/chain', '/error_test', '/random_sleep', '/random_status'];
const paths = [...played, '/io_task', '/cpu_task', '/nothing', '/nowhere', '/lost', '/purchases/none'];

async function ordinaryRequests(): Promise<void> {
  const base = lab.endpoints.gateway;
  for (const path of [...paths, ...paths]) await (await fetch(base + path)).arrayBuffer();
  await fetch(base, { method: 'DELETE' });
  for (const mode of ['', '?mode=queued', '?mode=queued'])
    await fetch(`${base}/purchases${mode}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ item: 'book', quantity: 1 }),
    });
}

test('after ordinary requests, purchases and a check, every service of the lab scores 100 in both numbers', async () => {
  await ordinaryRequests();
  await keepLedger(lab.ledger, { requests: 20, concurrency: 5 });
  for (const service of services)
    await until(
      `${service} has telemetry that is judged`,
      async () => {
        const { rules } = await scoreService(lab.lab, { service, minutes: 5, traces: 100 });
        const applies = (id: string) => rules.find((rule) => rule.id === id)!.state !== 'not applicable';
        return (
          ['MET-002', 'LOG-002', ...(service === 'observer' ? [] : ['SPA-002', 'RES-001'])].every(applies) || undefined
        );
      },
      { deadline: 40_000, every: 500 },
    );
  const reports: ScoreReport[] = [];
  for (const service of services) reports.push(await scoreService(lab.lab, { service, minutes: 5, traces: 100 }));
  const failed = reports.flatMap(({ service, rules }) =>
    rules.filter(({ state }) => state === 'failed').map(({ id, example }) => `${service} ${id}: ${example?.text}`),
  );
  expect(failed).toEqual([]);
  expect(reports.map(({ service, score, labScore }) => [service, score, labScore])).toEqual(
    services.map((service) => [service, 100, 100]),
  );
  const { stdout, exitCode } = await labCli(['score', 'orders', '--min', '100']);
  expect(stdout).toMatch(/^orders .*\n +Instrumentation Score +100 +excellent\n +with the lab's rules +100\n/);
  expect(exitCode).toBe(0);
});

test('requests of a check are left out: their parents are made up', async () => {
  const before = Date.now() / 1000;
  await keepLedger(lab.ledger, { requests: 50, concurrency: 5 });
  const [store] = lab.stores;
  const range = { service: 'stock', start: before - 5, end: before + 60, limit: 20 };
  const marked = await until('the search finds requests of the check', async () => {
    const found = await store!.search(range);
    return found.length > 0 ? found : undefined;
  });
  const unmarked = await store!.search({ ...range, unmarked: true });
  const ids = new Set(unmarked.map(({ traceId }) => traceId));
  expect(marked.filter(({ traceId }) => !ids.has(traceId)).length).toBeGreaterThan(0);
  const { rules } = await scoreService(lab.lab, { service: 'stock', minutes: 1, traces: 100 });
  expect(rules.find(({ id }) => id === 'SPA-002')).toMatchObject({ state: 'passed' });
});
