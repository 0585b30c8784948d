import { createServer } from 'node:http';
import { beforeEach, expect, test, vi } from 'vitest';
import { listening, temporaryHome } from '../../base/testing.ts';
import { annotate } from './annotate.ts';
import { EventLog } from './event-log.ts';

temporaryHome();
beforeEach(() => void vi.stubEnv('GRAFANA_ADMIN_PASSWORD', 'of my own'));

const stopped = { at: 1_764_000_000.5, part: 'tempo', what: 'stopped' } as const;
const started = { at: 1_764_000_012.75, part: 'tempo', what: 'started' } as const;

test('events are kept in order and separately for each lab of a home', () => {
  const log = new EventLog('native');
  expect(log.read()).toEqual([]);
  log.append(stopped);
  log.append(started);
  expect(new EventLog('native').read()).toEqual([stopped, started]);
  expect(new EventLog('second').read()).toEqual([]);
});

test('parts that ended and have not been started since are known', () => {
  const log = new EventLog('native');
  const killed = { at: 1_764_000_001, part: 'jaeger', what: 'killed' } as const;
  for (const event of [stopped, killed, started]) log.append(event);
  expect([...log.ended()]).toEqual([['jaeger', killed]]);
});

test('an event becomes an annotation with the tag that the dashboards look for, written as admin', async () => {
  await using grafana = await recorder();
  expect(await annotate(grafana.url, stopped, undefined)).toBe(7);
  expect(grafana.asked).toEqual([
    {
      call: 'POST /api/annotations',
      login: 'admin:of my own',
      body: { time: 1_764_000_000_500, tags: ['lab-fault', 'tempo'], text: 'Tempo stopped' },
    },
  ]);
});

test('the annotation of a part that is back becomes a region', async () => {
  await using grafana = await recorder();
  expect(await annotate(grafana.url, started, { ...stopped, annotation: 3 })).toBe(3);
  await annotate(grafana.url, started, stopped); // Grafana was away when it was stopped
  const body = {
    time: 1_764_000_000_500,
    timeEnd: 1_764_000_012_750,
    tags: ['lab-fault', 'tempo'],
    text: 'Tempo stopped, started after 12.3 s',
  };
  expect(grafana.asked).toMatchObject([
    { call: 'PATCH /api/annotations/3', body },
    { call: 'POST /api/annotations', body },
  ]);
});

/** Records the requests to Grafana's annotations API, and answers as its documentation says. */
async function recorder() {
  const asked: { call: string; login: string; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()) as unknown;
    const login = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    asked.push({ call: `${request.method} ${request.url}`, login, body });
    const added = { message: 'Annotation added', id: 7 };
    response.end(JSON.stringify(request.method === 'POST' ? added : { message: 'Annotation patched' }));
  });
  const url = await listening(server);
  return { url, asked, [Symbol.asyncDispose]: async () => void server.close() };
}
