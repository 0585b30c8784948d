import { label } from '@span-metrics-lab/grafana';
import type { StoredSpan } from '../backends/trace-store.ts';
import type { Exercise } from './exercise.ts';

const scans = `sum(increase(postgresql_sequential_scans_total{${label.table}="orders"}[15m]))`;

/** From a number of Postgres to the text of a query. */
export const slowQuery: Exercise = {
  id: 'slow-query',
  title: 'Which query is slow?',
  needs: ['shop'],
  question:
    'GET /orders?item=book of orders becomes slower with every order that is made. Which column does its query look for without an index?',
  form: 'the name of a column',
  steps: [
    { do: 'Start the load and let it run for a minute: it fills the table.', open: '/start' },
    {
      do: 'Run in a terminal, a few times: curl "http://127.0.0.1:8001/orders?item=book" (the port is ORDERS_PORT). With a million rows it would take a second.',
    },
    {
      do: 'Which table is read from end to end, and how often? Compare “Scans of whole tables” with “Scans by index”.',
      open: '/shop/postgres?from=5m',
    },
    {
      do: 'Open a trace of that route and its query: db.query.text has the statement, with $1 where the value is.',
      open: '/traces?service=orders&operation=GET+%2Forders',
    },
  ],
  lesson:
    'A span says how long a query took, Postgres’ own counters say why: a sequential scan reads every row, whatever it returns. One order by its id uses the index of the primary key, and is as fast with a million rows. A query that is slow only on a full table looks healthy in every test: watch scans of tables that grow.',
  judge: async (answer, { prometheus, stores }) => {
    const now = Date.now() / 1000;
    const found = await stores[0]!.search({
      service: 'orders',
      operation: 'GET /orders',
      start: now - 900,
      end: now,
      limit: 10,
    });
    const traces = await Promise.all(found.map(({ traceId }) => stores[0]!.trace(traceId)));
    const query = slowest(traces.flat());
    if (!query)
      return { right: false, says: 'orders has answered no GET /orders in the last 15 minutes: send one first.' };
    const column = /\bWHERE (\w+) = \$1/.exec(query.text)?.[1];
    const read = (await prometheus.query(scans))[0]?.value ?? 0;
    if (answer.trim().toLowerCase() !== column)
      return { right: false, says: 'Look at what follows WHERE in db.query.text of that query.' };
    return {
      right: true,
      says: `${query.text} took up to ${query.ms.toFixed(1)} ms; orders was read from end to end ${Math.round(read)} times in 15 minutes.`,
    };
  },
};

/** The query over orders by something other than an id that took longest. */
function slowest(spans: readonly StoredSpan[]): { text: string; ms: number } | undefined {
  return spans
    .map(({ attributes, start, end }) => ({
      text: String(attributes['db.query.text'] ?? attributes['db.statement'] ?? ''),
      ms: Number(end - start) / 1e6,
    }))
    .filter(({ text }) => /^SELECT .* FROM orders /.test(text))
    .toSorted((a, b) => b.ms - a.ms)[0];
}
