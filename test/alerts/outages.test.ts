// Each alert of an outage, from its cause to the receiver and back. Two minutes each at most.
import { createServer } from 'node:http';
import { rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { activeAlerts, delivered, followAlert, shownAlerts } from '../support/alerts.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const patience = { deadline: 60_000, every: 250 };

const outages: [part: PartName, alert: Record<string, string>][] = [
  ['tempo', { alertname: 'TargetDown', job: 'tempo', store: 'tempo' }],
  ['stock', { alertname: 'ServiceSilent', service_name: 'stock' }],
  ['catalogue', { alertname: 'ServiceSilent', service_name: 'catalogue' }],
  ['valkey', { alertname: 'EngineDown', engine: 'valkey' }],
  ['fulfilment', { alertname: 'ConsumerLag', group: 'fulfilment' }],
];

test.each(outages)('%s is killed: %j is told within 30 s, and that it is over', async (part, alert) => {
  await followAlert(lab, alert, { cause: () => lab.lab.kill(part), end: () => lab.lab.start(part) });
});

test('a target that answers slowly: ScrapeSlow is told within 30 s', async () => {
  const slow = createServer((_request, response) => {
    setTimeout(() => response.setHeader('content-type', 'text/plain').end('slow_up 1\n'), 700); // what is slow here
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const { port } = slow.address() as AddressInfo;
  const file = join(lab.home, 'run/prometheus/targets/engines-slow.yaml');
  try {
    await followAlert(
      lab,
      { alertname: 'ScrapeSlow', job: 'slow' },
      {
        cause: async () =>
          writeFileSync(file, JSON.stringify([{ targets: [`127.0.0.1:${port}`], labels: { job: 'slow' } }])),
        end: async () => rmSync(file),
      },
    );
  } finally {
    rmSync(file, { force: true });
    slow.closeAllConnections();
    slow.close();
  }
});

test('the collector is killed: it is told once, and what is behind it is held back', async () => {
  const began = Date.now();
  await followAlert(
    lab,
    { alertname: 'TargetDown', job: 'otel-collector' },
    {
      cause: () => lab.lab.kill('collector'),
      end: async () => {
        const held = async () => {
          const { rules } = await shownAlerts(lab);
          const alerts = rules.flatMap((rule) => rule.alerts).filter(({ labels }) => labels['collector'] === 'behind');
          const names = new Set(
            alerts.filter((one) => one.held === 'inhibited').map(({ labels }) => labels['alertname']),
          );
          return names.has('TargetDown') && names.has('ServiceSilent') ? true : undefined;
        };
        await until('what is behind the collector fires, and is held back', held, patience);
        await lab.lab.start('collector');
      },
    },
  );
  await until(
    'all is quiet',
    async () => ((await activeAlerts(lab, { collector: 'behind' })).length === 0 ? true : undefined),
    patience,
  );
  expect(await delivered(lab, { collector: 'behind' }, began)).toEqual([]);
});
