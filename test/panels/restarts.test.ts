import { metric, panel, queriesFor, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { send } from '../../lab/src/check/request.ts';
import { partNamed, partsOf } from '../../lab/src/parts/parts.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { numbers, only, shownBy } from '../support/panel-numbers.ts';
import { restart } from '../support/restart.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';
import { stack } from '../support/this-run.ts';

const chain = scenario('GET /chain');
const spansOfOne = chain.due(200).length + chain.clientSpans;

/** The parts that count, or that keep what was counted. */
const counting = partsOf(stack, 'native').filter((part) => partNamed(part).kind !== 'page');

let lab: StartedLab;
let began: number;
beforeAll(async () => {
  lab = await startLab();
  began = Date.now();
});
afterAll(async () => await lab?.[Symbol.asyncDispose]());

/** When each request was sent, ms. */
const moments: number[] = [];

/** Sends requests at once, and waits until every hop shows them, or for 30 s. */
async function requests(count: number): Promise<void> {
  const answers = await Promise.all(Array.from({ length: count }, () => send(chain, lab.endpoints, undefined)));
  expect(answers.map((a) => a.status)).toEqual(answers.map(() => 200));
  moments.push(...answers.map(() => Date.now()));
  await until(
    'every hop shows what was sent',
    async () => ((await hops()).every((n) => n >= moments.length * spansOfOne) ? true : undefined),
    {
      deadline: 30_000,
      every: 500,
    },
  ).catch(() => {}); // the test compares
}

/** Requests by the panel *Total requests*, and spans at each hop by *Spans at each hop*, since the lab began. */
const window = () => ({ start: began - 5_000, end: Date.now() });
const total = async () => only(await shownBy(lab, 'apm-total-requests', undefined, window()));
const refIds = queriesFor(panel('pipeline-spans-per-hop'), stack).map(({ refId }) => refId);
const hops = async () =>
  Promise.all(
    refIds.map(async (refId) =>
      numbers(await shownBy(lab, 'pipeline-spans-per-hop', undefined, { ...window(), refId })).reduce(
        (a, b) => a + b,
        0,
      ),
    ),
  );

test('without a restart the totals are exact', async () => {
  await requests(5);
  expect(await total()).toBe(5);
  expect(await hops()).toEqual(refIds.map(() => 5 * spansOfOne));
});

// After a kill come more requests than since the restart before it: the new counter passes the old one unseen.
test.each(counting.flatMap((part) => [['restarted', part] as const, ['killed', part] as const]))(
  'the totals are exact after a %s %s',
  async (how, part) => {
    if (how === 'restarted') await restart(lab, part);
    else {
      await lab.lab.kill(part);
      await lab.lab.start(part);
    }
    await requests(how === 'restarted' ? 10 : 15);
    expect(await total()).toBe(moments.length);
    expect(await hops()).toEqual(refIds.map(() => moments.length * spansOfOne));
  },
  120_000,
);

test('no rate is a spike: none is twice as high as what was sent', async () => {
  const [line] = await shownBy(lab, 'apm-request-rate', undefined, { ...window(), interval: '15s' });
  const within = (at: number) => moments.filter((sentAt) => sentAt > at - 17_000 && sentAt <= at).length / 15;
  const highest = Math.max(...line!.points.map(([, rate]) => rate));
  console.log(`${moments.length} requests; highest rate over 15 s ${highest.toFixed(2)}/s`);
  // a series of half a second is extrapolated by as much again, after 10 s by a tenth
  expect(line!.points.filter(([at, rate]) => rate > within(at * 1000) * 2)).toEqual([]);
});

test('control: increase() without its anchor is not exact', async () => {
  const served = seriesOf(metric.calls, { ...serverSpans, service_name: 'gateway' });
  const [extrapolated] = await lab.prometheus.query(
    `sum(increase(${served}[${Math.ceil((Date.now() - began) / 1000)}s]))`,
  );
  expect(extrapolated!.value).not.toBe(moments.length);
});
