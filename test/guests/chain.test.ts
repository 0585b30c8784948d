import { expect, test } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { requestHops } from '../../lab/src/check/hop-names.ts';
import { until } from '../../lab/src/base/poll.ts';
import { questionsOf } from '../../lab/src/check/panels/question.ts';
import { ask as askEngine } from '../../lab/src/check/panels/ask.ts';
import { appRoles, guests } from '../../lab/src/parts/parts.ts';
import { resolve } from '@span-metrics-lab/grafana';
import { ask, traceOf, urlOf } from '../support/guest-requests.ts';
import { startTwin } from '../support/guest-twin.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();
const guestsHop = async () =>
  (await check(lab, { requests: 0, names: [...requestHops, 'guests'] })).hops.find(({ name }) => name === 'guests')!;

test('one request passes through every language and every role in one trace, and the check counts it exactly', async () => {
  expect(guests.filter((guest) => !lab.parts.includes(guest))).toEqual([]);
  expect(await guestsHop()).toMatchObject({ ok: true, found: expect.stringMatching(/^80 SERVER spans of 8 services/) });
});

test('a guest that drops the context is named, and so is one that is away', async () => {
  await lab.lab.stop('guest-flask');
  expect(await guestsHop()).toMatchObject({ ok: false, found: expect.stringContaining('status 5') });
  {
    await using _twin = await startTwin('guest-flask', { OTEL_PROPAGATORS: 'baggage' }, lab.env.GUEST_FLASK_PORT);
    expect(await guestsHop()).toMatchObject({
      ok: false,
      found: expect.stringMatching(/trace [0-9a-f]{32}: .*guest-(flask|spring): one GET \/chain expected, found none/),
    });
  }
  await lab.lab.start('guest-flask');
  expect(await guestsHop()).toMatchObject({ ok: true });
});

test.each(guests)('%s sends its last span when it is stopped, and works again after a start', async (guest) => {
  const { traceId } = await ask(`${urlOf(lab, guest)}/items/1`);
  await lab.lab.stop(guest);
  expect((await traceOf(lab, traceId)).map(({ service }) => service)).toEqual([guest]);
  await lab.lab.start(guest);
  const again = await ask(`${urlOf(lab, guest)}/items/2`);
  expect(again.status).toBe(200);
  expect(await traceOf(lab, again.traceId)).toHaveLength(1);
});

test('after a kill and a start the chain is exact again', async () => {
  for (const guest of ['guest-fastapi-code', 'guest-go'] as const) {
    await lab.lab.kill(guest);
    await lab.lab.start(guest);
  }
  expect(await guestsHop()).toMatchObject({ ok: true });
});

test.each(guests)('the panels of OpenTelemetry APM have data of %s', async (guest) => {
  for (let i = 0; i < 5; i++) await ask(`${urlOf(lab, guest)}/items/${i}`);
  const shown = async (panel: string) => {
    const { query } = questionsOf(lab.stack).find((question) => question.panel === panel)!;
    const values = { service: guest, route: ['.+'], status: '.*', kind: 'SPAN_KIND_SERVER', interval: '1m' };
    const end = Math.ceil(Date.now() / 1000);
    const { expr, step } = resolve(query, values, { range: 300, step: 1 });
    return askEngine(lab.endpoints, query, expr, { start: end - 300, end, step });
  };
  for (const panel of ['apm-total-requests', 'apm-requests-by-status'])
    await until(`${panel} has data of ${guest}`, async () => {
      const lines = await shown(panel);
      return lines.some(({ points }) => (points.at(-1)?.[1] ?? 0) > 0) ? true : undefined;
    });
});

test('a line of a log carries the trace id of its request in every language', async () => {
  const { traceId } = await ask(`${urlOf(lab, guests[0]!)}/chain`);
  const services = async () => [...new Set((await lab.logs!.linesOfTrace(traceId)).map(({ service }) => service))];
  await expect
    .poll(async () => (await services()).sort(), { timeout: 15_000 })
    .toEqual([...guests, ...appRoles].sort());
});
