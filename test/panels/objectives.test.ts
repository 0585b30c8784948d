import { setTimeout as wait } from 'node:timers/promises';
import { label, type Panel, panel, resolve } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { ask, type Line } from '../../lab/src/check/panels/ask.ts';
import { attribute, sendSpans, serverSpan } from '../support/otlp.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';

const lab0 = [attribute('service.namespace', 'span-metrics-lab')];
const batches = 60;

/** Of the batch's spans of gateway: route, ms, status. At each bound, just above it, and errors, with known shares. */
function spansOf(batch: number): [route: string, ms: number, status: number][] {
  const every = (n: number) => batch % n === 0;
  return [
    ...Array.from({ length: 10 }, (_, i): [string, number, number] => [
      'GET /known',
      5,
      i === 0 && every(2) ? 503 : 200,
    ]),
    ...Array.from({ length: 5 }, (_, i): [string, number, number] => [
      'GET /chain',
      i === 0 && every(2) ? 251 : 250,
      200,
    ]),
    ...Array.from({ length: 5 }, (_, i): [string, number, number] => [
      'GET /io_task',
      i === 0 && every(10) ? 1501 : 1500,
      200,
    ]),
    ['GET /error_test', 5, 500], // fails on purpose: left out
  ];
}

const made = Array.from({ length: batches }, (_, batch) => spansOf(batch)).flat();
const counted = made.filter(([route]) => route !== 'GET /error_test');
const shareOf = (among: typeof made, bad: (span: (typeof made)[number]) => boolean) =>
  among.filter(bad).length / among.length;
const ofRoute = (name: string) => made.filter(([route]) => route === name);

/** How many times faster than allowed the budgets burn, by what was sent. */
const burns: Record<string, number> = {
  availability: shareOf(counted, ([, , status]) => status >= 500) / 0.01,
  'chain-latency': shareOf(ofRoute('GET /chain'), ([, ms]) => ms > 250) / 0.05,
  'io-task-latency': shareOf(ofRoute('GET /io_task'), ([, ms]) => ms > 1500) / 0.01,
};

let lab: StartedLab;
let end: number;
beforeAll(async () => {
  lab = await startLab({ capabilities: ['alerts'] });
  for (let batch = 0; batch < batches; batch++) {
    const spans = spansOf(batch).map(([route, ms, status]) => spanOf(route, ms, status));
    await sendSpans(lab, 'gateway', [...spans, spanOf('GET /known', 5, 503, 'c-marked')], lab0);
    await wait(500); // the pace of the requests, not a wait for something
  }
  const calls = 'sum(traces_span_metrics_calls_total{service_name="gateway", lab_run="", collector_instance_id!=""})';
  await until('Prometheus has counted every request', async () =>
    (await lab.prometheus.query(calls))[0]?.value === made.length ? true : undefined,
  );
  end = Date.now() / 1000 + 4; // the rules are evaluated each 2 s, those of a budget after those of a share
  await until('the rules have seen them', async () => (Date.now() / 1000 > end ? true : undefined));
});
afterAll(async () => await lab?.[Symbol.asyncDispose]());

const shown = async ({ queries }: Panel, refId: string, objective = 'availability'): Promise<Line[]> => {
  const query = { ...queries.find((one) => one.refId === refId)!, instant: true };
  const { expr } = resolve(query, { objective }, { range: 900, step: 5 });
  return ask(lab.endpoints, query, expr, { start: end, end, step: 1 });
};
const valueOf = ({ points }: Line) => points.at(-1)![1];

test('the load has other shares than 0 and 1, and none that another objective has', () => {
  expect(burns).toEqual({ availability: 2.5, 'chain-latency': 2, 'io-task-latency': 2 });
});

test.each(Object.keys(burns))(
  'the burn rate of %s is within 5 % of what was sent, in every window that holds all',
  async (name) => {
    const lines = await shown(panel('objectives-burn-by-window'), 'A', name);
    const windows = ['1m', '2m', '5m', '15m', '1h'];
    expect(lines.map(({ labels }) => labels[label.window])).toEqual(expect.arrayContaining(windows));
    for (const line of lines.filter(({ labels }) => windows.includes(labels[label.window]!)))
      expect(Math.abs(valueOf(line) / burns[name]! - 1), `${line.labels[label.window]}: ${valueOf(line)}`).toBeLessThan(
        0.05,
      );
  },
);

test('budget left, and the burn rate of the last 5 min, are within 5 % of what was sent', async () => {
  const left = await shown(panel('objectives-budget-left'), 'A');
  const burn = await shown(panel('objectives-if-it-goes-on'), 'burn');
  for (const [name, due] of Object.entries(burns)) {
    const of = (lines: Line[]) => valueOf(lines.find(({ labels }) => labels[label.slo] === name)!);
    expect(Math.abs((1 - of(left)) / due - 1), `${name}: ${of(left)}`).toBeLessThan(0.05);
    expect(Math.abs(of(burn) / due - 1), `${name}: ${of(burn)}`).toBeLessThan(0.05);
  }
});

test('tickets fire for each objective, and no page: it burns slower than 6', async () => {
  const lines = await shown(panel('objectives-alerts-now'), 'A');
  const burning = lines.filter(({ labels }) => labels[label.alert]!.startsWith('Gateway'));
  expect(burning.map(({ labels }) => `${labels[label.alert]} ${labels[label.severity]}`).sort()).toEqual([
    'GatewayAvailabilityBurn ticket',
    'GatewayChainLatencyBurn ticket',
    'GatewayIoTaskLatencyBurn ticket',
  ]);
});

test('the bucket below the bound would say that all are slow: control', async () => {
  const count = 'traces_span_metrics_duration_milliseconds';
  const of = 'service_name="gateway", span_name="GET /chain", lab_run=""';
  const [fast] = await lab.prometheus.query(
    `sum(${count}_bucket{${of}, le="160.0"}) / sum(${count}_count{${of}})`,
    end,
  );
  expect(fast!.value).toBe(0);
});

function spanOf(route: string, ms: number, status: number, run?: string) {
  const span = serverSpan(route);
  return {
    ...span,
    startTimeUnixNano: String(BigInt(span.endTimeUnixNano) - BigInt(ms) * 1_000_000n),
    attributes: [
      attribute('http.request.method', 'GET'),
      attribute('http.response.status_code', status),
      ...(run ? [attribute('lab.run', run)] : []),
    ],
    ...(status >= 500 && { status: { code: 2 } }),
  };
}
