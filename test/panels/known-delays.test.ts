import { label, metric, resolve, serverSpans, variablesIn } from '@span-metrics-lab/grafana';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { tolerance } from '../../lab/src/check/load/bounds.ts';
import { ask } from '../../lab/src/check/panels/ask.ts';
import { isOfK6, type Question, questionsOf } from '../../lab/src/check/panels/question.ts';
import { delayedService, exactQuantile, type Measured, routes } from '../support/delays/known-delays.ts';
import { type StartedLab, startLab } from '../support/start-lab.ts';
import { stack } from '../support/this-run.ts';

const due = Object.values(routes).reduce((sum, { requests }) => sum + requests, 0);
const range = 300;
const values = { service: 'delays', route: ['.+'], status: '.*', kind: serverSpans[label.kind], interval: `${range}s` };

let lab: StartedLab;
let measured: Measured;
/** When everything had been counted, s. */
let end: number;
beforeAll(async () => {
  lab = await startLab();
  await using service = await delayedService(lab.endpoints.otlpHttp);
  measured = await service.send();
  await until('Prometheus has counted every request', async () => {
    const [calls] = await lab.prometheus.query(`sum(${metric.calls}{${label.service}="delays"})`);
    return calls?.value === due ? true : undefined;
  });
  end = Date.now() / 1000 + 2; // a rule takes up to 2 s
  await until('the next recorded point', async () => (Date.now() / 1000 > end ? true : undefined));
});
afterAll(async () => await lab?.[Symbol.asyncDispose]());

/** `q` of a query for a quantile of the service's spans. */
const quantileOf = ({ query }: Question) => Number(/histogram_quantile\((0\.\d+)/.exec(query.expr)?.[1]);

/** Every panel that shows a quantile of spans, but those of Compare stores: their window is one step, to be like Tempo's. */
const shown = questionsOf(stack).filter(
  (q) => q.on === 'panel' && q.query.datasource === 'prometheus' && !isOfK6(q) && quantileOf(q) > 0,
);
const whole = shown.filter(({ query }) => !variablesIn(query.expr).includes('__interval'));

test('client and spans have measured the same', () => {
  expect(Object.keys(measured.spans).sort()).toEqual(Object.keys(routes).sort());
  for (const [name, { requests, ms }] of Object.entries(routes)) {
    expect([measured.client[name]!.length, measured.spans[name]!.length], name).toEqual([requests, requests]);
    const [fastest, asked] = [
      Math.min(...measured.spans[name]!),
      Math.min(...Array.from({ length: requests }, (_, n) => ms(n))),
    ];
    expect(fastest, name).toBeGreaterThan(asked - 2); // a timer of Node may end 1 ms early
    expect(exactQuantile(measured.spans[name]!, 0.5), name).toBeLessThanOrEqual(
      exactQuantile(measured.client[name]!, 0.5),
    );
  }
});

test('every panel with a quantile is within 5 % of the truth', async () => {
  expect(new Set(whole.map(quantileOf))).toEqual(new Set([0.5, 0.75, 0.95, 0.99]));
  const table: string[] = [];
  const wrong: string[] = [];
  for (const question of whole) {
    const { expr } = resolve(question.query, values, { range, step: 15 });
    const lines = await ask(lab.endpoints, question.query, expr, { start: end, end, step: 1 });
    const q = quantileOf(question);
    const byRoute = question.expects.load?.by?.includes(label.route) ?? false;
    const groups = byRoute ? measured.spans : { '(all)': Object.values(measured.spans).flat() };
    for (const [name, durations] of Object.entries(groups)) {
      const line = lines.find(
        ({ labels }) => (labels[label.service] ?? 'delays') === 'delays' && (!byRoute || labels[label.route] === name),
      );
      const value = line?.points.at(-1)?.[1] ?? Number.NaN;
      const truth = exactQuantile(durations, q);
      const error = value / truth - 1;
      const row = `| ${question.panel} | ${name} | p${q * 100} | ${truth.toFixed(1)} | ${value.toFixed(1)} | ${(error * 100).toFixed(2)} % |`;
      table.push(row);
      if (!(Math.abs(error) <= tolerance)) wrong.push(row);
    }
  }
  console.log(
    ['| panel | route | quantile | exact, ms | shown, ms | error |', '|---|---|---|---|---|---|', ...table].join('\n'),
  );
  expect(table.length).toBeGreaterThanOrEqual(4 * Object.keys(routes).length);
  expect(wrong).toEqual([]);
});

test('classic buckets, which Jaeger’s Monitor tab reads, are not within 5 %: control', async () => {
  const rates = `sum by (${label.route}, ${label.le}) (rate(${metric.durationBucket}{${label.service}="delays"}[${range}s]))`;
  const errors: string[] = [];
  for (const q of [0.5, 0.95, 0.99])
    for (const { labels, value } of await lab.prometheus.query(`histogram_quantile(${q}, ${rates})`, end)) {
      const error = value / exactQuantile(measured.spans[labels[label.route]!]!, q) - 1;
      errors.push(`p${q * 100} ${labels[label.route]}: ${(error * 100).toFixed(1)} %`);
    }
  console.log(errors.join('\n'));
  expect(errors.some((text) => Math.abs(Number(/(-?[\d.]+) %/.exec(text)![1])) > 100 * tolerance)).toBe(true);
});
