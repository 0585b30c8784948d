import { createOrderCache } from '../../shop/order-cache.ts';
import { openPostgres } from '../../shop/postgres.ts';
import { openProducer } from '../../shop/producer.ts';
import { required } from '../../shop/settings.ts';
import { connectInBackground, stopAll } from '../../shop/work.ts';
import { openValkey } from '../../shop/valkey.ts';
import type { RoleContext, Work } from '../role.ts';
import { databaseFaults } from './database-faults.ts';
import { cachedOrders } from './cached-orders.ts';
import type { OrderBook } from './order-book.ts';
import type { OrdersOfItem } from './orders.ts';
import { createPostgresOrderBook, ordersOfItem } from './postgres-order-book.ts';
import { startRelay } from './relay.ts';
import { createSchema } from './schema.ts';

export interface OrdersWork extends Work {
  book: OrderBook;
  ofItem: OrdersOfItem;
}

/** Connects with Postgres, Kafka and Valkey, and relays the messages of the outbox. */
export function openOrders({ role, shop, logger, faults }: RoleContext): OrdersWork {
  const settings = required(shop, 'postgres', 'kafka', 'valkey');
  const postgres = openPostgres(settings.postgres, role, logger);
  const producer = openProducer(settings.kafka, role, logger);
  const valkey = openValkey(settings.valkey, role, logger);
  const schema = connectInBackground('Postgres', () => createSchema(postgres), logger);
  for (const [flag, begin] of Object.entries(databaseFaults(postgres))) faults?.add(flag, begin);
  const relay = startRelay(postgres, producer, logger, schema.settled);
  const book = createPostgresOrderBook(
    postgres,
    relay.wake,
    shop.shortcut === 'no-outbox' ? (message) => producer.send([message]) : undefined,
  );
  return {
    book: cachedOrders(book, createOrderCache(valkey), logger),
    ofItem: (item) => ordersOfItem(postgres, item),
    missing: () => [schema, producer, valkey].flatMap((one) => one.missing()),
    async stop(deadline) {
      // Requests in progress may still commit: the relay goes on until the server is closed, or stops at half time.
      await stopAll([schema, relay], deadline / 2);
      await stopAll([producer, valkey, postgres], deadline / 2);
    },
  };
}
