import { metric } from '@span-metrics-lab/grafana';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { until } from '../../lab/src/base/poll.ts';
import { countedBy } from '../../lab/src/check/counted.ts';
import { countStored } from '../../lab/src/check/count-stored.ts';
import { balance, type Ledger } from '../../lab/src/check/ledger.ts';
import type { Sent } from '../../lab/src/check/request.ts';
import { Tally } from '../../lab/src/check/tally.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { ownLayer } from '../support/own-layer.ts';
import { restart } from '../support/restart.ts';
import { startLab, type StartedLab } from '../support/start-lab.ts';
import { stack } from '../support/this-run.ts';

/** Requests a second: what Jaeger can write on two cores that have other work. */
export const rate = 30;

/** The store of this run's stack. */
export const store = stack === 'tempo' ? 'tempo' : 'jaeger';

/** The collector's exporter to it. */
export const exporter = `otlp_http/${store}`;

/** A layer of the collector that gives its exporter other settings. */
export const exporting = (settings: object) => ({ exporters: { [exporter]: settings } });

/** The layer of most negative controls: what waits for the store is in memory only. */
export const queueInMemory = exporting({ sending_queue: { storage: null } });

/** A lab of the run's stack whose collector a test can give other settings. */
export type Bench = StartedLab & {
  layer: string;
  /** Starts the collector again with a layer on top of the lab's configuration; without one, with that alone. */
  withCollector: (layer?: object) => Promise<void>;
};

/** Starts it; it ends with the file. */
export async function bench(options: Omit<Parameters<typeof startLab>[0] & object, 'stack'> = {}): Promise<Bench> {
  await using started = new AsyncDisposableStack();
  const layer = started.use(ownLayer());
  const lab = started.use(await startLab({ ...options, configs: { ...options.configs, collector: layer.path } }));
  const rest = started.move();
  return {
    ...lab,
    layer: layer.path,
    withCollector: async (next = {}) => {
      layer.write(next);
      await restart(lab, 'collector');
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

/** A counter or gauge of the collector, 0 if it has none; by default for all that it exports. */
export async function collectorNumber(
  { endpoints }: Pick<Bench, 'endpoints'>,
  name: string,
  labels: Record<string, string> = {},
): Promise<number> {
  return sumOf(await readExposition(endpoints.collectorTelemetry), name, labels) ?? 0;
}

/** What was sent, and under which name. */
type Load = { run: string; sent: Sent[] };

/** Spans that wait in the collector for the store. */
export const waiting = (lab: Pick<Bench, 'endpoints'>) => collectorNumber(lab, metric.queueSize, { exporter });

/** Waits until none does; the seconds that it took. */
export async function drained(lab: Pick<Bench, 'endpoints'>, deadline = 120_000): Promise<number> {
  const began = performance.now();
  await until('nothing waits for the store', async () => ((await waiting(lab)) === 0 ? true : undefined), { deadline });
  return (performance.now() - began) / 1000;
}

/** Halts a part, which then answers nothing and keeps its connections, until it is disposed of. */
export async function halted({ lab }: Pick<Bench, 'lab'>, part: PartName): Promise<AsyncDisposable> {
  await lab.pause(part);
  return { [Symbol.asyncDispose]: () => lab.resume(part) };
}

/** Everything sent, reconciled, once nothing waits for the store; what is missing `patience` ms later is missing. */
export async function booksOf(lab: Bench, { run, sent }: Load, patience = 60_000): Promise<Ledger> {
  await drained(lab);
  return balance(lab.ledger, run, sent, { patience });
}

/** The same where counts are known to differ: nobody waits for them, and `differences` is about stores alone. */
export async function storedOf(
  lab: Bench,
  { run, sent }: Load,
  patience = 60_000,
): Promise<Pick<Ledger, 'sent' | 'stored' | 'counted' | 'differences'>> {
  await drained(lab);
  const tally = new Tally(lab.stores.map(({ name }) => name));
  for (const one of sent) tally.addSent(one);
  const unread = await Promise.all(lab.stores.map((one) => countStored(one, run, sent, tally, patience)));
  const counted = (await countedBy(lab.prometheus, run)).reduce((sum, { calls }) => sum + calls, 0);
  const differences = [...unread.filter((line) => line !== undefined), ...tally.differences()];
  return { ...tally.totals(), counted, differences: differences.filter((line) => !/ counted \(/.test(line)) };
}

/** Items that the SDKs of the lab's services dropped, gave up or were refused, as Prometheus has it: fails while it has none. */
export async function lostBySdks({ prometheus }: Bench): Promise<number> {
  const lost = ['processor_span_processed', 'exporter_span_exported'].map(
    (name) => `sum(otel_sdk_${name}_total{error_type!="",job=~"span-metrics-lab/.+"})`,
  );
  const read = async () => (await prometheus.query(lost.join(' + ')))[0]?.value;
  return until('the services report what they lost', read);
}

/** The process of a part. */
export async function processOf({ lab }: Pick<Bench, 'lab'>, part: PartName): Promise<number> {
  return (await lab.status()).find((one) => one.part === part)!.pid!;
}
