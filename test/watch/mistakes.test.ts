// One lab, one sender for each mistake: `lab watch` names it within 10 s, from outside.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, describe, expect, test } from 'vitest';
import { readExposition, samplesOf } from '../../lab/src/backends/exposition.ts';
import { mistakes } from '../../lab/src/watch/mistakes.ts';
import { labCli } from '../support/cli.ts';
import { postTo, sendSpans, serverSpan, tracesOf } from '../support/otlp.ts';
import { ended, newName, startSender } from '../support/senders.ts';
import { startLab } from '../support/start-lab.ts';
import { untilNamed, watched } from './watched.ts';

const lab = await startLab();
afterAll(() => lab[Symbol.asyncDispose]());
const { otlpGrpc, otlpHttp } = lab.endpoints;

/** Repeats what a sender does until the test ends. */
function again(what: () => unknown): Disposable {
  const timer = setInterval(() => void what(), 500);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

describe('a right sender', () => {
  test.each([
    ['http/protobuf', otlpHttp],
    ['grpc', otlpGrpc],
  ])('over %s passes every hop without a finding', async (protocol, endpoint) => {
    const service = newName();
    using _ = startSender({
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: protocol,
    });
    const { hops, findings, seconds } = await watched(lab, service, 20_000);
    console.log(`${protocol}: every hop after ${seconds} s`);
    expect(hops.map(({ name, state }) => [name, state])).toEqual([
      ['receiver', 'passed'],
      ['spans', 'passed'],
      ['counted', 'passed'],
      ['dashboards', 'passed'],
    ]);
    expect(findings).toEqual([]);
    expect(hops[1]!.found).toContain('SERVER "GET /items"');
    expect(hops[1]!.found).toContain('telemetry.sdk.language=nodejs');
  });
});

describe('a mistake in the variables is named with its process and the line to change', () => {
  test.each<[string, Record<string, string>, string]>([
    [mistakes.httpToGrpc, { OTEL_EXPORTER_OTLP_ENDPOINT: otlpGrpc }, otlpHttp],
    [mistakes.grpcToHttp, { OTEL_EXPORTER_OTLP_ENDPOINT: otlpHttp, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, otlpGrpc],
    [mistakes.tls, { OTEL_EXPORTER_OTLP_ENDPOINT: otlpHttp.replace('http:', 'https:') }, otlpHttp],
    [mistakes.path, { OTEL_EXPORTER_OTLP_ENDPOINT: `${otlpHttp}/v1/traces` }, otlpHttp],
    ['a port where nothing listens', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }, otlpHttp],
    [
      'a proxy between the service and the lab',
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: otlpGrpc,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
        http_proxy: 'http://user:secret@127.0.0.1:9',
      },
      'NO_PROXY=127.0.0.1',
    ],
  ])('%s', async (mistake, variables, right) => {
    const service = newName();
    using sender = startSender({ OTEL_SERVICE_NAME: service, ...variables });
    const { evidence, fix } = await untilNamed(lab, service, mistake);
    expect(evidence).toContain(`pid ${sender.pid} (node)`);
    expect(evidence).not.toContain('secret');
    expect(fix).toContain(right);
  });
});

describe('a mistake in the code is named by what the receiver sees', () => {
  test(`${mistakes.grpcToHttp}`, async () => {
    using _ = startSender({}, ['grpc', otlpHttp]);
    expect((await untilNamed(lab, newName(), mistakes.grpcToHttp)).evidence).toContain('HTTP/2');
  });

  test(`${mistakes.path}`, async () => {
    using _ = startSender({}, ['http', `${otlpHttp}/v1/traces/v1/traces`]);
    expect((await untilNamed(lab, newName(), mistakes.path)).evidence).toContain('got 404');
  });

  test('a wrong content type', async () => {
    using _ = again(() =>
      postTo(`${otlpHttp}/v1/traces`, tracesOf('x', [serverSpan('GET /')]), { 'content-type': 'text/plain' }),
    );
    expect((await untilNamed(lab, newName(), 'a wrong content type')).fix).toContain('application/x-protobuf');
  });

  test.skipIf(process.platform !== 'linux')(`${mistakes.tls}`, async () => {
    using _ = startSender({}, ['http', `${otlpHttp.replace('http:', 'https:')}/v1/traces`]);
    expect((await untilNamed(lab, newName(), mistakes.tls)).evidence).toContain('ended without a request');
  });

  test.skipIf(process.platform !== 'linux')(`${mistakes.guess}`, async () => {
    using _ = startSender({}, ['http', `${otlpGrpc}/v1/traces`]);
    expect((await untilNamed(lab, newName(), mistakes.guess)).evidence).toContain('since the watch began');
  });

  test(`${mistakes.guess}: TLS by raw sockets`, async () => {
    const port = Number(new URL(otlpGrpc).port);
    using _ = again(() => {
      const socket = connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false });
      socket.on('error', () => socket.destroy());
    });
    await untilNamed(lab, newName(), mistakes.guess);
  });

  test('a body that the receiver cannot read, from Python', async ({ skip }) => {
    const script = `
import time, urllib.request
while True:
    try: urllib.request.urlopen(urllib.request.Request('${otlpHttp}/v1/traces', b'no protobuf', {'Content-Type': 'application/x-protobuf'}))
    except Exception: pass
    time.sleep(0.5)`;
    const python = spawn('python3', ['-c', script], { stdio: 'ignore' });
    const missing = await new Promise<boolean>((resolve) =>
      python.once('spawn', () => resolve(false)).once('error', () => resolve(true)),
    );
    if (missing) skip('there is no python3');
    using _ = ended(python);
    await untilNamed(lab, newName(), 'a body that the receiver cannot read');
  });
});

describe('what is not wrong at the door', () => {
  test('spans without a name are found under the name that the SDK made', async () => {
    using sender = startSender({ OTEL_EXPORTER_OTLP_ENDPOINT: otlpHttp });
    const { evidence } = await untilNamed(lab, newName(), mistakes.noName);
    expect(evidence).toMatch(/"unknown_service:.*node"/);
    expect(evidence).toContain(`pid ${sender.pid} (node) sends to this lab and states no name`);
  });

  test('a name that is almost the one that is waited for', async () => {
    const service = newName();
    using _ = again(() => sendSpans(lab, service.toUpperCase(), [serverSpan('GET /')]));
    expect((await untilNamed(lab, service, mistakes.otherName)).evidence).toContain(service.toUpperCase());
  });

  test('a service that sends nothing', async () => {
    const service = newName();
    using sender = startSender({
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_ENDPOINT: otlpHttp,
      SEND_NOTHING: '1',
    });
    const { evidence } = await untilNamed(lab, service, 'nothing is sent');
    expect(evidence).toContain(`pid ${sender.pid} (node) has this name and a right address`);
  });

  test('a service that does not run at all', async () => {
    expect((await untilNamed(lab, newName(), 'nothing is sent')).evidence).toContain(
      'no process that can be seen has the name',
    );
  });
});

test('what a sender chooses makes no series of the collector', async () => {
  const page = async () => [...samplesOf(await readExposition(lab.endpoints.collectorTelemetry))];
  const send = (host: string, method: string) =>
    new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(otlpHttp).port), '127.0.0.1');
      socket.write(`${method} /${host} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${host}\r\nConnection: close\r\n\r\n`);
      socket
        .on('error', () => {})
        .on('close', () => resolve())
        .resume();
    });
  await send('first', 'BREW');
  const before = (await page()).length;
  for (let id = 0; id < 100; id++) await send(`host-${id}`, `METHOD${id}`);
  const after = await page();
  expect(after.length).toBe(before);
  expect(JSON.stringify(after)).not.toContain('host-');
});

test('Prometheus does not keep the answers of the receiver', async () => {
  expect(await lab.prometheus.query('{__name__=~"(http|rpc)_server_.+", job="otel-collector"}')).toEqual([]);
});

test('the command ends with 0 when every hop passed, and with 1 and every finding at its deadline', async () => {
  const env = { LAB_HOME: lab.home };
  const service = newName();
  using _ = startSender({ OTEL_SERVICE_NAME: service, OTEL_EXPORTER_OTLP_ENDPOINT: otlpHttp });
  const good = await labCli(['watch', service, '--language', 'nodejs', '--for', '30s'], env);
  expect(good.exitCode, good.all).toBe(0);
  expect(good.stdout).toContain(`export OTEL_EXPORTER_OTLP_ENDPOINT=${otlpHttp}`);
  expect(good.stdout).toContain(`npm run lab -- score ${service}`);

  const wrong = newName();
  using __ = startSender({ OTEL_SERVICE_NAME: wrong, OTEL_EXPORTER_OTLP_ENDPOINT: otlpGrpc });
  const bad = await labCli(['watch', wrong, '--for', '3s'], env);
  expect(bad.exitCode).toBe(1);
  expect(bad.stdout).toContain(mistakes.httpToGrpc);
  const json = await labCli(['watch', wrong, '--for', '2s', '--json'], env);
  expect(JSON.parse(json.stdout)).toMatchObject({ service: wrong, hops: [{ state: 'failed' }, {}, {}, {}] });
});
