// Each alert of data that waits, is lost, left out or refused, from its cause to the receiver and back. Those that need no part
// to end are tried at once.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { buy } from '../../lab/src/check/shop/buy.ts';
import { activeAlerts, delivered, followAlert, shownAlerts } from '../support/alerts.ts';
import { newTraceId, postOtlp, sendSpans, serverSpan } from '../support/otlp.ts';
import { nowNano, sendMetrics } from '../support/otlp-metrics.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { steadyLoad } from '../support/steady-load.ts';

const lab = await sharedLab();
const nothing = async () => {};
const patience = { deadline: 60_000, every: 250 };

test.concurrent('a span without a trace id: SpansLeftOut is told within 30 s', async () => {
  await followAlert(
    lab,
    { alertname: 'SpansLeftOut', loss: 'collector: no trace id' },
    {
      cause: () => sendSpans(lab, 'careless', [serverSpan('GET /bad', { traceId: '' })]),
      end: nothing,
    },
  );
});

test.concurrent('a log record that has no store: LogLinesLeftOut is told within 30 s', async () => {
  const record = { timeUnixNano: String(BigInt(Date.now()) * 1_000_000n), body: { stringValue: 'hello' } };
  await followAlert(
    lab,
    { alertname: 'LogLinesLeftOut' },
    {
      cause: () => postOtlp(lab, 'logs', { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
      end: nothing,
    },
  );
});

test.concurrent('a metric that Prometheus has no form for: DataLeftOut is told within 30 s', async () => {
  const points = [{ timeUnixNano: nowNano(), asInt: '1' }];
  const upAndDown = { name: 'no.form', sum: { aggregationTemporality: 1, isMonotonic: false, dataPoints: points } };
  await followAlert(
    lab,
    { alertname: 'DataLeftOut' },
    {
      cause: () => sendMetrics(lab, 'careless', [upAndDown]),
      end: nothing,
    },
  );
});

test.concurrent('ids in span names: CardinalityOverflow is told within 30 s', async () => {
  const names = Array.from({ length: 500 }, () => serverSpan(`GET /cart/${newTraceId()}`));
  await followAlert(
    lab,
    { alertname: 'CardinalityOverflow' },
    {
      cause: () => sendSpans(lab, 'ids', names),
      end: nothing,
    },
  );
});

test.concurrent('a message that nobody can handle: DeadLetters is told within 30 s, and over a minute later', async () => {
  await followAlert(
    lab,
    { alertname: 'DeadLetters', topic: 'purchases-dead' },
    {
      cause: () => buy(lab.endpoints.gateway, 'queued', { body: { item: 'unicorn', quantity: 1 } }),
      end: nothing,
    },
  );
});

test('a store that refuses for good: SpansLost is told within 30 s', async () => {
  const refusing = createServer((_request, response) => response.writeHead(400).end());
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const { port } = refusing.address() as AddressInfo;
  try {
    await followAlert(
      lab,
      { alertname: 'SpansLost', loss: 'collector: failed to send' },
      {
        cause: () => withCollector({ endpoint: `http://127.0.0.1:${port}` }),
        end: () => withCollector({}),
      },
    );
  } finally {
    refusing.closeAllConnections();
    refusing.close();
  }
});

/** A queue that 40 requests per second fill within seconds. */
const small = { sending_queue: { queue_size: 300 } };

test('a queue that nobody empties: CollectorQueueFilling is told, and SpansRefused when it is full', async () => {
  const gone = new AbortController();
  let refused: Promise<unknown> = Promise.resolve();
  let load: Promise<unknown> = Promise.resolve();
  await followAlert(
    lab,
    { alertname: 'CollectorQueueFilling', store: 'tempo' },
    {
      cause: async () => {
        await withCollector({ ...small, endpoint: 'http://127.0.0.1:9' });
        refused = followAlert(
          lab,
          { alertname: 'SpansRefused', loss: 'collector: failed to enqueue' },
          {
            cause: nothing,
            end: async () => gone.abort(),
          },
        );
        refused.catch(() => gone.abort()); // told below
        load = steadyLoad(lab.endpoints, { perSecond: 40, during: () => aborted(gone.signal) });
      },
      end: async () => {
        await aborted(gone.signal);
        await load;
        await withCollector({});
      },
    },
  );
  await refused;
});

test('a store that is down fills its queue: only the store is told', async () => {
  const queue = { alertname: 'CollectorQueueFilling', store: 'tempo' };
  const gone = new AbortController();
  const began = Date.now();
  await withCollector(small);
  let load: Promise<unknown> = Promise.resolve();
  await followAlert(
    lab,
    { alertname: 'TargetDown', store: 'tempo' },
    {
      cause: async () => {
        await lab.lab.kill('tempo');
        load = steadyLoad(lab.endpoints, { perSecond: 40, during: () => aborted(gone.signal) });
      },
      end: async () => {
        const held = async () => {
          const { rules } = await shownAlerts(lab);
          const alerts = rules.find(({ name }) => name === queue.alertname)!.alerts;
          return alerts.some(({ state, held }) => state === 'firing' && held === 'inhibited') ? true : undefined;
        };
        await until('the queue is told to nobody', held, patience).finally(() => gone.abort());
        await load;
        await lab.lab.start('tempo');
      },
    },
  );
  await until(
    'the queue is empty',
    async () => ((await activeAlerts(lab, queue)).length === 0 ? true : undefined),
    patience,
  );
  expect(await delivered(lab, queue, began)).toEqual([]);
  await withCollector({});
});

/** Restarts the collector with other settings of its exporter to Tempo. */
async function withCollector(exporter: object): Promise<void> {
  lab.collector.write(Object.keys(exporter).length > 0 ? { exporters: { 'otlp_http/tempo': exporter } } : {});
  await lab.lab.stop('collector');
  await lab.lab.start('collector');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
