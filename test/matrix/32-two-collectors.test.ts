import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { label, metric, seriesOf } from '@span-metrics-lab/grafana';
import { afterAll, expect, test } from 'vitest';
import { whyNotReady } from '../../lab/src/backends/ready.ts';
import { until } from '../../lab/src/base/poll.ts';
import { endpointsOf } from '../../lab/src/parts/endpoints.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import { portsOf } from '../../lab/src/parts/parts.ts';
import { planOf } from '../../lab/src/runtime/native/plans/index.ts';
import { readState } from '../../lab/src/runtime/native/state-file.ts';
import { freePorts } from '../support/free-ports.ts';
import { sendSpans, serverSpan } from '../support/otlp.ts';
import { stack } from '../support/this-run.ts';
import { bench } from './bench.ts';
import { note } from './results.ts';
import { isTriedOn } from './rows.ts';

const here = isTriedOn(stack, 32); // the store plays no part
const lab = here ? await bench() : undefined!;
afterAll(() => lab?.[Symbol.asyncDispose]());

const CALLS = 1_000;
const targetsFile = () => join(lab.home, 'run/prometheus/targets/span-metrics-others.yaml');

/** A second collector with the lab's configuration, on ports of its own, until it is disposed of. */
async function another(): Promise<{ endpoints: { otlpHttp: string }; red: number } & AsyncDisposable> {
  const state = readState()!;
  const free = await freePorts();
  const ports = Object.fromEntries(portsOf('collector', stack).map(({ variable }) => [variable, free[variable]]));
  const env: LabEnv = { ...state.env, ...ports };
  const { file, args, cwd, env: variables } = planOf('collector').command({ ...state, env });
  const queue = mkdtempSync(join(tmpdir(), 'lab-queue-'));
  const child = spawn(file, args, { cwd, env: { ...variables, QUEUE_DIR: queue }, stdio: 'ignore' });
  const endpoints = endpointsOf(env, ['collector'], 'native');
  const end = async () => {
    const ended = child.exitCode === null ? once(child, 'exit') : undefined;
    child.kill('SIGKILL');
    await ended;
    rmSync(queue, { recursive: true, force: true });
  };
  const ready = async () => ((await whyNotReady('collector', endpoints)) === undefined ? true : undefined);
  await until('the second collector is ready', ready).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  return { endpoints, red: env.OTHER_RED_PORT, [Symbol.asyncDispose]: end };
}

/** Lets Prometheus scrape both, under these labels besides the job's. */
function scrapeBoth(second: number, labels: Record<string, string> = {}): Disposable {
  const before = readFileSync(targetsFile(), 'utf8');
  const [own] = JSON.parse(before) as [{ targets: string[]; labels: Record<string, string> }];
  const both = { targets: [...own.targets, `127.0.0.1:${second}`], labels: { ...own.labels, ...labels } };
  writeFileSync(targetsFile(), JSON.stringify([both]));
  return { [Symbol.dispose]: () => writeFileSync(targetsFile(), before) };
}

/** Sends the calls of a service, by turns to the one and the other. */
async function balanced(service: string, second: { otlpHttp: string }): Promise<void> {
  for (let sent = 0; sent < CALLS; sent += 50) {
    const endpoints = (sent / 50) % 4 === 0 ? second : lab.endpoints; // not in halves: so that the two differ
    await sendSpans(
      { endpoints } as typeof lab,
      service,
      Array.from({ length: 50 }, () => serverSpan('GET /balanced')),
    );
  }
}

const callsOf = (service: string) => seriesOf(metric.calls, { [label.service]: service });
const value = async (query: string) => (await lab.prometheus.query(query))[0]?.value;

test.runIf(here)(
  'two collectors behind one stream of spans count in series of their own, whose sum is exact',
  async () => {
    await using second = await another();
    using _ = scrapeBoth(second.red);
    await balanced('balanced', second.endpoints);
    await until('all is counted', async () =>
      (await value(`sum(${callsOf('balanced')})`)) === CALLS ? true : undefined,
    );
    expect(await value(`count(count by (${label.instance}) (${callsOf('balanced')}))`)).toBe(2);
    note(32, { seen: `${CALLS} calls through two collectors: two series, sum ${CALLS}` });
  },
);

test.runIf(here)('…and write over each other where nothing tells them apart', async () => {
  await lab.withCollector({
    processors: {
      'transform/red': {
        metric_statements: [
          'keep_keys(resource.attributes, [])',
          `delete_key(datapoint.attributes, "collector.instance.id")`,
        ],
      },
    },
  });
  await using second = await another();
  using _ = scrapeBoth(second.red, { instance: 'balanced' });
  await balanced('blurred', second.endpoints);
  const resets = async () => value(`sum(resets(${callsOf('blurred')}[20s]))`);
  const seen = await until('the counter falls', async () => (((await resets()) ?? 0) > 2 ? await resets() : undefined));
  expect(await value(`sum(${callsOf('blurred')})`)).toBeLessThan(CALLS);
  note(32, { control: `no instance: one series, which fell ${seen} times in 20 s, never ${CALLS}` });
});
