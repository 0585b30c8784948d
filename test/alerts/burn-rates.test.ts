// Each alert of an objective, with the windows of a lesson: from what goes wrong to the receiver and back.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { delivered, followAlert, shownAlerts } from '../support/alerts.ts';
import { burnNothing, plainLoad } from '../support/plain-load.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const { gateway } = lab.endpoints;

/** How long a burn rate may burn before it is told, s. */
const within = 120;

test('one request of twenty fails: a ticket is told within 2 min, and no page', async () => {
  const began = Date.now();
  const paths = [...Array.from({ length: 19 }, () => '/'), '/chain'];
  await burn(['stock'], paths, { alertname: 'GatewayAvailabilityBurn', severity: 'ticket' });
  expect(await delivered(lab, { alertname: 'GatewayAvailabilityBurn', severity: 'page' }, began)).toEqual([]);
});

test('half of the requests fail: a page is told within 2 min, and it holds back the ticket', async () => {
  const ticket = { alertname: 'GatewayAvailabilityBurn', severity: 'ticket' };
  await burn(['stock'], ['/', '/chain'], { alertname: 'GatewayAvailabilityBurn', severity: 'page' }, async () => {
    const held = async () => {
      const { rules } = await shownAlerts(lab);
      const found = rules.filter((rule) => rule.name === ticket.alertname).flatMap(({ alerts }) => alerts);
      return found.some(({ labels, held }) => labels['severity'] === 'ticket' && held === 'inhibited') || undefined;
    };
    await until('the ticket is held back', held, { deadline: 60_000, every: 250 });
  });
});

const slow = ['GatewayChainLatencyBurn', 'GatewayIoTaskLatencyBurn'];

test('gateway freezes for 2 s, again and again: both latencies are told within 2 min', async () => {
  const frozen = new AbortController();
  const load = new AbortController();
  const told = Promise.withResolvers<void>();
  const running = [freeze('gateway', frozen.signal), plainLoad(gateway, ['/chain', '/io_task'], 40, load.signal)];
  let left = slow.length;
  const thaw = told.promise.then(async () => {
    frozen.abort();
    await wait(60_000); // answers are quick again, for longer than the short windows
    load.abort();
    await Promise.all(running);
  });
  const follow = (alertname: string) =>
    followAlert(
      lab,
      { alertname, severity: 'page' },
      {
        within,
        cause: async () => {},
        end: async () => {
          if (--left === 0) told.resolve();
          await thaw;
        },
      },
    );
  await Promise.all(slow.map(follow));
});

/** Follows an alert while these parts are down and these paths are asked for. */
async function burn(
  down: readonly PartName[],
  paths: readonly string[],
  alert: Record<string, string>,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  await burnNothing(lab, alert);
  const load = new AbortController();
  let running: Promise<void> = Promise.resolve();
  await followAlert(lab, alert, {
    within,
    cause: async () => {
      for (const part of down) await lab.lab.kill(part);
      running = plainLoad(gateway, paths, 40, load.signal);
    },
    end: async () => {
      await meanwhile();
      for (const part of down) await lab.lab.start(part);
      load.abort();
      await running;
    },
  });
}

/** Stops a part's process for 2 s at a time, until the signal aborts. */
async function freeze(part: PartName, signal: AbortSignal): Promise<void> {
  const { pid } = (await lab.lab.status()).find((one) => one.part === part)!;
  while (!signal.aborted) {
    process.kill(pid!, 'SIGSTOP');
    await wait(2_000);
    process.kill(pid!, 'SIGCONT');
    await wait(50);
  }
}
