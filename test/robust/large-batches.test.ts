import { afterEach, expect, test } from 'vitest';
import { balance } from '../../lab/src/check/ledger.ts';
import { until } from '../../lab/src/base/poll.ts';
import { newRun, send, type Sent } from '../../lab/src/check/request.ts';
import { type Scenario, scenario } from '../../lab/src/parts/scenarios.ts';
import { sharedLab } from '../support/shared-lab.ts';
import { quick } from '../support/steady-load.ts';

const lab = await sharedLab();
afterEach(() => lab.collector.write({}));

/** A URL of 14 kB, which is in the span of the request. */
const usual = scenario('GET /items/:id');
const long: Scenario = { ...usual, path: `${usual.path}?q=${'a'.repeat(14_000)}` };

/** Requests while the collector is away: the gateway's next batch is larger than 4 MiB. */
async function sendWhileAway(run: string): Promise<Sent[]> {
  await lab.lab.stop('collector');
  const sent: Sent[] = [];
  for (let i = 0; i < 650; i++) sent.push(await send(i < 600 ? long : quick[i % quick.length]!, lab.endpoints, run));
  await lab.lab.start('collector');
  return sent;
}

test.each([
  ['the lab’s receiver', {}],
  ['a receiver that takes only 1 MiB', { receivers: { otlp: { protocols: { grpc: { max_recv_msg_size_mib: 1 } } } } }],
])('%s gets 8 MB of spans that waited for the collector, each once, and those of others', async (_receiver, layer) => {
  lab.collector.write(layer);
  const run = newRun('counts');
  const sent = await sendWhileAway(run);
  sent.push(await send(usual, lab.endpoints, run)); // the queue goes on
  const ledger = await balance(lab.ledger, run, sent, { patience: 60_000 });
  expect(ledger.differences).toEqual([]);
  expect(ledger.stored).toBe(ledger.sent);
  const lost = 'sum(otel_sdk_exporter_span_exported_total{error_type!=""})';
  const [sum] = await until('the services report what they lost', async () => {
    const found = await lab.prometheus.query(lost);
    return found.length > 0 ? found : undefined;
  });
  expect(sum!.value).toBe(0);
});
