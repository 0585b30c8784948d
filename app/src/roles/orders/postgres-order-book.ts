import { switches } from '../../faults/switches.ts';
import { Problem } from '../../http/problem.ts';
import type { Postgres, Statements } from '../../shop/postgres.ts';
import type { OutgoingMessage } from '../../shop/producer.ts';
import { carriedContext } from '../../telemetry/messages.ts';
import { soldOut, unknownItem } from '../items.ts';
import type { IdentifiedPurchase, Order } from '../purchase.ts';
import { type OrderBook, sentAgain } from './order-book.ts';

/**
 * Orders in Postgres. Order, stock and the message about it are one transaction; `onMessage` is called after its commit.
 * With `send` there is no outbox, as must not be: the message is sent after the commit, or never.
 */
export function createPostgresOrderBook(
  postgres: Postgres,
  onMessage: () => void,
  send?: (message: OutgoingMessage) => Promise<void>,
): OrderBook {
  return {
    async add(wanted) {
      const outcome = await postgres.transaction((statements) => add(statements, wanted, send === undefined));
      if (outcome === 'unknown') throw new Problem(404, unknownItem(wanted.item));
      if (outcome === 'sold out') throw new Problem(409, soldOut(wanted.item));
      if (!outcome.made) return sentAgain(outcome.order, wanted);
      if (send) void send(messageAbout(outcome.order)).catch(() => {});
      else onMessage();
      return outcome.order;
    },
    find: (id) => find(postgres, id),
  };
}

type Outcome = { order: Order; made: boolean } | 'unknown' | 'sold out';

/** The newest orders of an item. No index has `item`, on purpose: an exercise asks for the query that reads the whole table. */
export async function ordersOfItem(postgres: Postgres, item: string): Promise<Omit<Order, 'note'>[]> {
  const rows = await postgres.query<Omit<Row, 'note'>>(
    'SELECT id, item, quantity, created FROM orders WHERE item = $1 ORDER BY created DESC LIMIT 20',
    [item],
  );
  return rows.map(({ created, ...rest }) => ({ ...rest, created: created.toISOString() }));
}

/** `commit` only if something was made. */
async function add(
  statements: Statements,
  { id, item, quantity, note }: IdentifiedPurchase,
  withMessage: boolean,
): Promise<{ commit: boolean; value: Outcome }> {
  const inserted = await statements.query<{ created: Date }>(
    'INSERT INTO orders (id, item, quantity, note) SELECT $1, item, $3, $4 FROM items WHERE item = $2 ' +
      'ON CONFLICT (id) DO NOTHING RETURNING created',
    [id, item, quantity, note ?? null],
  );
  const created = inserted[0]?.created;
  if (!created) {
    const order = await find(statements, id);
    return { commit: false, value: order ? { order, made: false } : 'unknown' };
  }
  const taken = await statements.query(
    'UPDATE items SET in_stock = in_stock - $2 WHERE item = $1 AND in_stock >= $2 RETURNING item',
    [item, quantity],
  );
  if (taken.length === 0) return { commit: false, value: 'sold out' };
  const order = orderOf({ id: id.toLowerCase(), item, quantity, note: note ?? null, created });
  const { topic, key, value, headers } = messageAbout(order);
  if (withMessage) {
    await statements.query('INSERT INTO outbox (topic, key, value, headers) VALUES ($1, $2, $3, $4)', [
      topic,
      key,
      value,
      JSON.stringify(headers),
    ]);
  }
  return { commit: true, value: { order, made: true } };
}

function messageAbout(order: Order): OutgoingMessage {
  return { topic: 'orders-placed', key: order.id, value: JSON.stringify(order), headers: carriedContext() };
}

type Row = { id: string; item: string; quantity: number; note: string | null; created: Date };

async function find(statements: Statements, id: string): Promise<Order | undefined> {
  const rows = await statements.query<Row>(
    `SELECT id, item, quantity, note, created FROM orders WHERE ${switches.unindexedQuery === 0 ? 'id' : "id::text || ''"} = $1`,
    [id],
  );
  return rows[0] && orderOf(rows[0]);
}

function orderOf({ note, created, ...rest }: Row): Order {
  return { ...rest, ...(note !== null && { note }), created: created.toISOString() };
}
