import { average, label, metric, selector, seriesOf, serverSpans } from '@span-metrics-lab/grafana';
import { beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../lab/src/base/poll.ts';
import { send } from '../../../lab/src/check/request.ts';
import { scenarios } from '../../../lab/src/parts/scenarios.ts';
import { chromiumPath } from '../../support/chromium.ts';
import { labCli } from '../../support/cli.ts';
import { exercises as all } from '../../../lab/src/exercises/index.ts';
import type { Bench } from '../bench.ts';
import { browserTest, openPage } from '../../support/browser.ts';
import { storedTrace } from './stored-trace.ts';

/** Exercises check answers against this lab, on the page and by `lab answer`. */
export function exercises(shared: Bench): void {
  /** A wrong and a right answer of each. */
  const answers = async () => {
    const slow = await storedTrace(shared.lab, 'GET /io_task');
    return [
      ['follow-one-request', '3', '5'],
      ['find-the-slow-route', 'GET /', await slowest(shared)],
      ['find-the-error', slow, await storedTrace(shared.lab, 'GET /error_test')],
    ] as const;
  };

  describe('exercises', () => {
    /** The load that the first step asks for. Its requests carry no mark: the series of marked ones end (docs/adr/007). */
    beforeAll(async () => {
      if (!chromiumPath) return;
      const toGateway = scenarios.filter(({ service }) => service === 'gateway');
      const averages = average(selector({ ...serverSpans, [label.service]: 'gateway' }), [label.route], '15m');
      await until('Prometheus has an average of every route of gateway', async () => {
        await Promise.all(toGateway.map((scenario) => send(scenario, shared.lab.endpoints, undefined)));
        const known = await shared.lab.prometheus.query(averages);
        return toGateway.every(({ route }) => known.some(({ labels }) => labels[label.route] === route)) || undefined;
      });
    });

    browserTest('the page accepts right answers and refuses wrong ones, and every step leads to a view', async () => {
      await using opened = await openPage(shared.server.url);
      const { page, complaints } = opened;
      for (const [exercise, wrong, right] of await answers()) {
        await page.goto(`/learn/${exercise}`);
        await page.getByLabel('Your answer').fill(wrong);
        await page.keyboard.press('Enter');
        await page.locator('[data-right=false]').waitFor();
        await page.getByLabel('Your answer').fill(right);
        await page.keyboard.press('Enter');
        await page.locator('[data-right=true]').waitFor();
      }
      for (const { open } of all.flatMap(({ steps }) => steps)) {
        if (!open) continue;
        await page.goto(open);
        await page.locator('main h1').waitFor();
      }
      expect(complaints).toEqual([]);
    });

    test('`lab answer` accepts right answers and refuses wrong ones by its exit code', async () => {
      for (const [exercise, wrong, right] of await answers()) {
        const asked = async (answer: string) => {
          const { exitCode, stdout } = await labCli(['answer', exercise, answer], { LAB_HOME: shared.lab.home });
          return [exitCode, stdout.split('.')[0]];
        };
        expect(await asked(wrong)).toEqual([1, '✗ Not yet']);
        expect(await asked(right)).toEqual([0, '✓ Right']);
      }
    });
  });
}

/** The answer by the definition of the question, from Prometheus' totals and not by the exercise's own query. */
async function slowest({ lab }: Bench): Promise<string> {
  const total = (name: string) =>
    lab.prometheus.query(`sum by (${label.route}) (${seriesOf(name, { ...serverSpans, [label.service]: 'gateway' })})`);
  const counts = new Map((await total(metric.durationCount)).map(({ labels, value }) => [labels[label.route], value]));
  const averages = (await total(metric.durationSum)).map(
    ({ labels, value }) => [labels[label.route] ?? '', value / counts.get(labels[label.route])!] as const,
  );
  return averages.toSorted((a, b) => b[1] - a[1])[0]![0];
}
