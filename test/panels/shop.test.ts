import { afterAll, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { buy, isAccepted } from '../../lab/src/check/shop/buy.ts';
import type { PurchaseMode } from '../../lab/src/check/shop/purchase-spans.ts';
import { startLab } from '../support/start-lab.ts';

const lab = await startLab({ stack: 'tempo', capabilities: ['shop'] });
afterAll(() => lab[Symbol.asyncDispose]());

const { prometheus } = lab;
const valueOf = async (expr: string) => (await prometheus.query(expr))[0]?.value;

async function buySome(purchases: number, mode: PurchaseMode): Promise<void> {
  const bought = await Promise.all(Array.from({ length: purchases }, () => buy(lab.endpoints.gateway, mode)));
  expect(bought.filter(isAccepted)).toHaveLength(purchases);
}

test('the queue is a node of the service graph between the services that send and handle', async () => {
  const due = [
    'gateway kafka',
    'kafka fulfilment',
    'orders postgresql',
    'orders kafka',
    'kafka catalogue',
    'catalogue redis',
  ];
  await buySome(1, 'queued');
  const edges = async () =>
    (await prometheus.query('sum by (client, server) (traces_service_graph_request_total)')).map(
      ({ labels }) => `${labels['client']} ${labels['server']}`,
    );
  await expect.poll(edges, { timeout: 20_000 }).toEqual(expect.arrayContaining(due));
  expect(await edges()).not.toContain('gateway fulfilment');
});

test('messages that wait are seen within 5 s, with their age, and gone when they are handled', async () => {
  const lag = () => valueOf('sum(kafka_consumer_group_lag{group="fulfilment"})');
  await lab.lab.stop('fulfilment');
  await buySome(5, 'queued');
  await until('the lag is seen', async () => (((await lag()) ?? 0) >= 5 ? true : undefined), { deadline: 5_000 });
  const age = () => valueOf('max(shop_queue_oldest_age_seconds{group="fulfilment"})');
  await until('the oldest message is 3 s old', async () => (((await age()) ?? 0) >= 3 ? true : undefined));
  await lab.lab.start('fulfilment');
  await until('nothing waits', async () => ((await lag()) === 0 && (await age()) === 0 ? true : undefined));
});

test('an engine that is away has no metrics, not even its last ones, within 5 s', async () => {
  const series = async () => (await prometheus.query('{__name__=~"redis_.+"}')).length;
  await until('Valkey is observed', async () => ((await series()) > 10 ? true : undefined));
  await lab.lab.stop('valkey');
  await until('no metrics of Valkey', async () => ((await series()) === 0 ? true : undefined), { deadline: 5_000 });
  expect(await valueOf('shop_engine_up{engine="valkey"}')).toBe(0);
  expect(await valueOf('shop_engine_up{engine="postgresql"}')).toBe(1);
  await lab.lab.start('valkey');
  await until('Valkey is observed again', async () => ((await series()) > 10 ? true : undefined));
});

test('rows are counted exactly over a restart and a kill of Postgres, and a kill of the observer', async () => {
  await lab.lab.stop('executor'); // what it buys meanwhile may be refused
  const rows = () =>
    valueOf('sum(increase(postgresql_operations_total{operation="ins",postgresql_table_name="orders"}[1h] anchored))');
  const orders = () =>
    valueOf(
      'sum(increase(traces_span_metrics_calls_total{span_name="POST /orders",http_response_status_code="201"}[1h] anchored))',
    );
  let found: unknown;
  const same = async () => {
    const [inserted, answered] = (found = await Promise.all([rows(), orders()]));
    return inserted === answered && inserted! > 0 ? inserted : undefined;
  };
  /** Postgres tells up to 10 s later what an idle connection did. */
  const buyTen = async () => {
    const before = (await orders()) ?? 0;
    await buySome(10, 'at once');
    return until('each order is a row', async () => (((await same()) ?? 0) >= before + 10 ? true : undefined), {
      deadline: 30_000,
    }).catch((error: Error) => expect.fail(`${error.message} ${JSON.stringify(found)}`));
  };
  await buyTen();
  await lab.lab.stop('postgres');
  await lab.lab.start('postgres');
  await buyTen();
  await lab.lab.kill('observer');
  await lab.lab.start('observer');
  await buyTen();
  await lab.lab.kill('postgres');
  await lab.lab.start('postgres');
  await buyTen();
});
