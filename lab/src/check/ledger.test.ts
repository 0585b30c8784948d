import { createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { listening } from '../base/testing.ts';
import { Jaeger } from '../backends/jaeger.ts';
import { Prometheus } from '../backends/prometheus.ts';
import { Tempo } from '../backends/tempo.ts';
import { scenario } from '../parts/scenarios.ts';
import { balance } from './ledger.ts';
import type { Sent } from './request.ts';

const nobody = 'http://127.0.0.1:9';
let end: (() => void) | undefined;
afterEach(() => end?.());

test('a store and a Prometheus that refuse a query are reported with their answers, not only as missing spans', async () => {
  const refusing = await answering(401, 'no log-in');
  const ledger = await balance(
    { stores: [new Tempo(refusing)], prometheus: new Prometheus(refusing) },
    'run',
    [answered(), answered()],
    { patience: 0 },
  );
  expect(ledger).toMatchObject({ sent: 2, answered: 2, stored: 0, counted: 0 });
  expect(ledger.differences).toEqual(
    expect.arrayContaining([
      `2 of 2 traces could not be read: Tempo at ${refusing}: status 401: no log-in`,
      `the counts could not be read: Prometheus at ${refusing}: status 401: no log-in`,
    ]),
  );
});

test('an answer that cannot be parsed is reported too', async () => {
  const strange = await answering(200, '<html>');
  const ledger = await balance(
    { stores: [new Jaeger(strange)], prometheus: new Prometheus(nobody) },
    'run',
    [answered()],
    {
      patience: 0,
    },
  );
  expect(ledger.differences).toContain(`1 of 1 traces could not be read: Jaeger at ${strange}: no JSON but: <html>`);
});

function answered(): Sent {
  return { scenario: scenario('GET /'), traceId: crypto.randomUUID().replaceAll('-', ''), status: 200 } as Sent;
}

async function answering(status: number, text: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(text));
  end = () => server.close();
  return listening(server);
}
