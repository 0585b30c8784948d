// Services that are not the lab's own, with names that nobody expects: checks judge the lab's parts, and no name breaks a query.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../lab/src/check/check.ts';
import { askPanels } from '../../lab/src/check/panels/ask-panels.ts';
import { checkPanels } from '../../lab/src/check/panels/check-panels.ts';
import { appRoles } from '../../lab/src/parts/parts.ts';
import { oddNames, oddNamesAreFound } from '../support/odd-names.ts';
import { attribute, sendSpans, serverSpan } from '../support/otlp.ts';
import { nowNano, sendMetrics } from '../support/otlp-metrics.ts';
import { restartMetrics } from '../support/restart-metrics.ts';
import { sharedLab } from '../support/shared-lab.ts';

const lab = await sharedLab();

beforeAll(sendRuntimeMetrics);
oddNamesAreFound(() => lab);

/** A service of Node.js that sends one of the runtime metrics, far outside its range, and others under odd names. */
async function sendRuntimeMetrics(): Promise<void> {
  const timeUnixNano = nowNano();
  const gauge = (name: string, value: number, attributes: object[] = []) => ({
    name,
    gauge: { dataPoints: [{ timeUnixNano, asDouble: value, attributes }] },
  });
  const odd = oddNames.map((name) => gauge(`odd.${name}`, 1, [attribute(name, name)]));
  await sendMetrics(lab, 'mine', [{ ...gauge('nodejs.eventloop.utilization', 5), unit: '1' }, ...odd]);
  await sendSpans(lab, 'mine', [serverSpan('GET /x'), serverSpan('GET /x')]);
}

test('the scrape goes on, and every hop of the check passes', async () => {
  expect((await lab.prometheus.targets()).filter((target) => !target.up)).toEqual([]);
  const { hops, ledger } = await check(lab, { requests: 20 });
  expect(hops.filter((hop) => !hop.ok)).toEqual([]);
  expect(ledger?.differences).toEqual([]);
});

test('every panel passes: those of others are asked, and not judged', async () => {
  expect((await checkPanels(lab)).findings).toEqual([]);
});

test('a panel of the lab’s own services that is empty is a finding, whatever others send', async () => {
  const own = `IsMatch(resource.attributes["service.name"], "^(${appRoles.join('|')})$")`;
  lab.collector.write({
    processors: { 'filter/own': { metric_conditions: [own] } },
    service: { pipelines: { 'metrics/app': { processors: ['filter/own', 'transform/app'] } } },
  });
  await restartMetrics(lab);
  await sendRuntimeMetrics();
  const { findings } = await askPanels(lab, { values: 'first', patience: 2_000 });
  expect(findings).toContainEqual(
    expect.objectContaining({ panel: 'node-event-loop-utilisation', found: 'no series' }),
  );
});

afterAll(async () => {
  lab.collector.write({});
  await restartMetrics(lab);
});
