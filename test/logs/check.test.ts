// The ledger's column of log lines and the hop `logs`, each with what makes it fail.
import { afterAll, expect, test } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { balance, keepLedger } from '../../lab/src/check/ledger.ts';
import { until } from '../../lab/src/base/poll.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { quick, steadyLoad } from '../support/steady-load.ts';

const lab = await sharedLab();
afterAll(() => withLayer({}));

const upToLogs = ['app', 'export', 'collector', 'store', 'logs'] as const;

test('1,000 requests: as many access lines as SERVER spans, found by their trace ids', async () => {
  const ledger = await keepLedger(lab.ledger, { requests: 1_000, concurrency: 20 });
  expect(ledger.differences).toEqual([]);
  expect(ledger.logged).toBe(ledger.sent);
});

test('a service whose lines are left out is named by the hop and by the ledger', async () => {
  await withLayer({
    processors: { 'filter/orders': { log_conditions: ['resource.attributes["service.name"] == "orders"'] } },
    service: {
      pipelines: {
        logs: { processors: ['memory_limiter', 'filter/orders', 'transform/repair_logs', 'transform/fit_logs'] },
      },
    },
  });
  const { hops, ledger } = await check(lab, { requests: 30, names: upToLogs });
  await withLayer({});
  expect(hops.at(-1)).toMatchObject({ ok: false, found: 'VictoriaLogs: access lines of gateway, stock' });
  const ofLines = ledger!.differences.filter((line) => line.includes('logged'));
  expect(ofLines.length).toBeGreaterThan(0);
  for (const line of ofLines) expect(line).toMatch(/^orders .* (\d+) sent, 0 logged in VictoriaLogs \(\1 missing\)$/);
});

test('a log store that is away is named by the hop, with the command that starts it', async () => {
  await lab.lab.stop('victorialogs');
  const { hops } = await check(lab, { requests: 0, names: upToLogs });
  await lab.lab.start('victorialogs');
  expect(hops.at(-1)).toMatchObject({
    ok: false,
    cause: expect.stringMatching(/lines wait in the collector's queue and are not lost$/),
    next: 'npm run lab -- start victorialogs',
  });
});

test('what a killed VictoriaLogs loses is what the ledger counts', async () => {
  const { run, sent } = await steadyLoad(lab.endpoints, {
    perSecond: 50,
    seconds: 6,
    scenarios: quick,
    during: async (run) => {
      const found = async () => ((await lab.logs!.countOfRun(run)).length > 100 ? true : undefined);
      await until('lines of the load are found, while newer ones are not on disk yet', found);
      await lab.lab.kill('victorialogs');
      await lab.lab.start('victorialogs');
    },
  });
  const ledger = await balance(lab.ledger, run, sent, { patience: 20_000 });
  expect(ledger).toMatchObject({ stored: ledger.sent, counted: ledger.sent });
  const missing = ledger.differences.map((line) =>
    Number(/ logged in VictoriaLogs \((\d+) missing\)$/.exec(line)?.[1]),
  );
  expect(missing.reduce((sum, lines) => sum + lines, 0)).toBe(ledger.sent - ledger.logged!);
  expect(ledger.logged).toBeLessThan(ledger.sent);
});

async function withLayer(layer: object): Promise<void> {
  lab.collector.write(layer);
  await lab.lab.stop('collector');
  await lab.lab.start('collector');
}
