import type { StoredSpan } from '../backends/trace-store.ts';
import type { Exercise } from './exercise.ts';

const command =
  `for t in $(openssl rand -hex 16) $(openssl rand -hex 16); do echo "trace $t"; curl -H "traceparent: 00-$t-00000000000000aa-01"` +
  ` -H 'Idempotency-Key: twice' -H 'content-type: application/json' -d '{"item":"book","quantity":1}'` +
  ` 'http://127.0.0.1:8000/purchases?mode=queued'; echo; done`;

/** At least once, and the work done once. */
export const madeOnce: Exercise = {
  id: 'made-once',
  title: 'Why was this order made once although the message came twice?',
  needs: ['shop'],
  question:
    'A purchase is queued twice under one key: two messages are handled, one order is made. Which trace shows the message that made none? Answer with its trace id, and look there for the reason.',
  form: 'a trace id, 32 hexadecimal digits',
  steps: [
    {
      do: `Run in a terminal: ${command} Both answers have the same order. (The port is GATEWAY_PORT. Take another key to try again.)`,
    },
    {
      do: 'Open both traces: /traces/ and the id that was printed. In both the message was sent, processed and answered with 201.',
      open: '/traces?service=gateway&operation=POST+%2Fpurchases',
    },
    { do: 'Compare the queries of orders in both: how does each transaction end, and what follows it?' },
    { do: 'Rows by table: did orders grow by one or by two?', open: '/shop/postgres?from=5m' },
  ],
  lesson:
    'Kafka delivers at least once: a consumer that ends after its work and before its commit gets the message again, and people press buttons twice. So the work must not mind. The order’s id is made from the key; INSERT … ON CONFLICT (id) DO NOTHING finds it taken, the transaction is rolled back, and no message about it goes into the outbox. The second answer is the first order.',
  judge: async (answer, { stores }) => {
    const id = answer.trim().toLowerCase();
    if (!/^[0-9a-f]{32}$/.test(id)) {
      return {
        right: false,
        says: 'That is not a trace id: one has 32 hexadecimal digits. The trace view shows it at the top.',
      };
    }
    const spans = await stores[0]!.trace(id);
    if (spans.length === 0) return { right: false, says: `No trace ${id} in ${stores[0]!.name}.` };
    const { handled, made, found } = attemptsIn(spans);
    if (handled === 0) return { right: false, says: 'No message of purchases was handled in that trace.' };
    if (found === 0) {
      return made > 0
        ? { right: false, says: 'The message of that trace made the order: its transaction ends with COMMIT.' }
        : { right: false, says: 'That message made no order, but not because it came twice.' };
    }
    return {
      right: true,
      says: `${handled} handled, ${made} made: INSERT … ON CONFLICT DO NOTHING found the order, and ROLLBACK ended what it began.`,
    };
  },
};

/** Messages handled in a trace, transactions that made an order, and those that found it made although all went well. */
function attemptsIn(spans: readonly StoredSpan[]): { handled: number; made: number; found: number } {
  const handled = spans.filter(({ name, kind }) => name === 'process purchases' && kind === 'consumer').length;
  const answered = spans.filter(
    ({ service, name, kind, attributes }) =>
      service === 'orders' &&
      name === 'POST /orders' &&
      kind === 'server' &&
      Number(attributes['http.response.status_code']) === 201,
  );
  const ended = answered.map((request) => {
    const queries = spans.filter(({ parentSpanId }) => parentSpanId === request.spanId).map(({ name }) => name);
    const has = (statement: string) => queries.some((name) => name.startsWith(`pg.query:${statement}`));
    return has('COMMIT') ? 'made' : has('INSERT') && has('ROLLBACK') ? 'found' : 'unknown';
  });
  return {
    handled,
    made: ended.filter((one) => one === 'made').length,
    found: ended.filter((one) => one === 'found').length,
  };
}
