import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { listening } from '../../base/testing.ts';
import { askThroughGrafana } from './grafana-query.ts';

type Asked = { refId: string; expr?: string; query?: string; datasource: { uid: string } };

// Unit tests run without Grafana: this answers as its documentation of /api/ds/query says.
async function standIn(answer: (query: Asked) => object) {
  const asked: Asked[] = [];
  const authorizations = new Set<string | undefined>();
  const server = createServer(async (request, response) => {
    authorizations.add(request.headers.authorization);
    const { queries } = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()) as { queries: Asked[] };
    asked.push(...queries);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ results: Object.fromEntries(queries.map((q) => [q.refId, answer(q)])) }));
  });
  const url = await listening(server);
  return { url, asked, authorizations, [Symbol.asyncDispose]: async () => void server.close() };
}

const data = { status: 200, frames: [{ schema: {}, data: { values: [[1], [2]] } }] };

test('every panel is queried as its dashboard file states, with variables filled in', async () => {
  await using grafana = await standIn(() => data);
  const { panels, findings } = await askThroughGrafana(grafana.url, 'both');
  expect(findings).toEqual([]);
  expect(panels).toBeGreaterThan(50);
  expect(grafana.asked.filter((q) => /\$[a-z_{]/i.test(q.expr ?? q.query ?? ''))).toEqual([]);
  expect(new Set(grafana.asked.map((q) => q.datasource.uid))).toEqual(new Set(['prometheus', 'tempo', 'jaeger']));
  expect([...grafana.authorizations]).toEqual([expect.stringMatching(/^Basic /)]);
});

test('the panel whose query has no data and the panel whose query fails are named', async () => {
  await using grafana = await standIn(({ expr }) => {
    if (expr?.includes('nodejs_eventloop_delay_p99'))
      return { status: 200, frames: [{ schema: {}, data: { values: [] } }] };
    if (expr?.includes('process_memory_usage')) return { status: 500, error: 'connection refused' };
    return data;
  });
  const { findings } = await askThroughGrafana(grafana.url, 'tempo');
  expect(findings).toEqual([
    { dashboard: 'nodejs-runtime', panel: 'node-event-loop-delay', query: 'A', found: 'no data' },
    { dashboard: 'nodejs-runtime', panel: 'node-memory', query: 'A', found: 'connection refused' },
  ]);
});
