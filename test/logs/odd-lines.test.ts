import { afterAll, expect, test } from 'vitest';
import { readExposition, sumOf } from '../../lab/src/backends/exposition.ts';
import { until } from '../../lab/src/base/poll.ts';
import { lostIn } from '../../lab/src/check/losses.ts';
import { newRun, send } from '../../lab/src/check/request.ts';
import { scenario } from '../../lab/src/parts/scenarios.ts';
import { linesOf, logLine, logsOf, nowNano, sendLogs, type SentLine } from '../support/log-lines.ts';
import { attribute, newTraceId, postOtlp } from '../support/otlp.ts';
import { callOtlp } from '../support/otlp-grpc.ts';
import { sharedLab } from '../support/shared-lab.ts';

// What other services send: nothing holds up the lines after it, and nothing vanishes unsaid.
const lab = await sharedLab();
const store = lab.logs!;
afterAll(() => withLayer({}));

const collectorSays = async (metric: string) =>
  sumOf(await readExposition(lab.endpoints.collectorTelemetry), metric) ?? 0;

test('lines are taken over HTTP as JSON and protobuf, and over gRPC', async () => {
  const traceIds = [newTraceId(), newTraceId(), newTraceId()];
  const [asJson, asProtobuf, overGrpc] = traceIds as [string, string, string];
  await sendLogs(lab, 'other', [logLine('hello', { traceId: asJson })]);
  expect((await postOtlp(lab, 'logs', encoded('hello', asProtobuf))).status).toBe(200);
  expect((await callOtlp(lab, 'logs.v1.LogsService/Export', encoded('hello', overGrpc))).code).toBe(0);
  for (const traceId of traceIds)
    expect(await linesOf(store, traceId, 1)).toEqual([expect.objectContaining({ service: 'other', text: 'hello' })]);
  expect(await collectorSays('otelcol_processor_filter_logs_filtered')).toBe(0);
});

test('bytes that are no UTF-8 become U+FFFD, and the line is found, as are those after it', async () => {
  const [odd, next] = [newTraceId(), newTraceId()];
  const bad = Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x62]);
  expect((await callOtlp(lab, 'logs.v1.LogsService/Export', encoded(bad, odd, bad))).code).toBe(0);
  await sendLogs(lab, 'other', [logLine('next', { traceId: next })]);
  await linesOf(store, next, 1);
  expect(await linesOf(store, odd, 1)).toEqual([
    expect.objectContaining({ text: 'a\ufffd\ufffd(b', service: 'a\ufffd\ufffd(b' }),
  ]);
});

test('a line of 3.9 MB is cut and says so, one of 10 MB is refused; neither holds up the next', async () => {
  const [large, next, wide] = [newTraceId(), newTraceId(), newTraceId()];
  const long = 'x'.repeat(3_900_000);
  await sendLogs(lab, 'other', [logLine(long, { traceId: large })]);
  const many = Array.from({ length: 1_000 }, (_, i) => attribute(`attribute-${i}`, 'y'.repeat(3_000)));
  await sendLogs(lab, 'other', [logLine('wide', { traceId: wide, attributes: many })]);
  const { status } = await postOtlp(lab, 'logs', logsOf('other', [logLine('x'.repeat(10_000_000))]));
  expect([400, 413]).toContain(status);
  await sendLogs(lab, 'other', [logLine('next', { traceId: next })]);
  await linesOf(store, next, 1);
  const [line] = await linesOf(store, large, 1);
  expect(line).toMatchObject({ text: `${'x'.repeat(65_536)}…`, attributes: { 'lab.cut': 'true' } });
  const { attributes } = (await linesOf(store, wide, 1))[0]!;
  expect(Object.keys(attributes).length).toBeLessThanOrEqual(129);
  expect(attributes).toMatchObject({ 'lab.cut': 'true' });
});

const nested = (levels: number): object =>
  levels === 0 ? { stringValue: 'deep' } : { kvlistValue: { values: [{ key: 'a', value: nested(levels - 1) }] } };
const fields = ['_msg', '_time', '_stream', 'trace_id', 'severity_number', 'service.name', 'lab.cut'];
const notFinite = { kvlistValue: { values: [{ key: 'a', value: { doubleValue: 'Infinity' } }] } };
const odd: [what: string, line: SentLine, text: RegExp][] = [
  ['no body', { body: undefined }, /^\(no body\)$/],
  ['an empty body', { body: { stringValue: '' } }, /^\(no body\)$/],
  ['a map as body', { body: nested(3) }, /^\{"a":\{"a":\{"a":"deep"\}\}\}$/],
  [
    'a list as body',
    { body: { arrayValue: { values: [{ intValue: '1' }, { doubleValue: 'NaN' }] } } },
    /^\{.*1.*NaN.*\}$/,
  ],
  ['a number as body', { body: { intValue: '42' } }, /^42$/],
  ['values 60 levels deep', { attributes: [attribute('deep', nested(60) as never)] }, /^odd$/],
  ['a number that is none', { attributes: [attribute('nan', { doubleValue: 'NaN' })] }, /^odd$/],
  ['an attribute without a name', { attributes: [attribute('', 'value')] }, /^odd$/],
  ['attributes named as fields', { attributes: fields.map((key) => attribute(key, 'mine')) }, /^odd$/],
  ['a map with a number that is none', { attributes: [attribute('map', notFinite as never)] }, /^odd$/],
  ['no time', { timeUnixNano: '0' }, /^odd$/],
  ['no severity', { severityNumber: 0, severityText: 'x'.repeat(10_000) }, /^odd$/],
];

test.each(odd)('a line with %s is found', async (_what, over, text) => {
  const traceId = newTraceId();
  await sendLogs(lab, 'odd', [logLine('odd', { traceId, ...over })]);
  const lines = await linesOf(store, traceId, 1);
  expect(lines.map((line) => line.text)).toEqual([expect.stringMatching(text)]);
  expect(lines[0]).toMatchObject({ service: 'odd', traceId });
  expect(lines[0]!.attributes).not.toHaveProperty('lab.cut');
});

test('a service name of 100,000 characters is cut, and its line found', async () => {
  const traceId = newTraceId();
  await sendLogs(lab, 's'.repeat(100_000), [logLine('odd', { traceId })]);
  expect((await linesOf(store, traceId, 1))[0]!.service).toBe(`${'s'.repeat(200)}…`);
});

test('lines of another time than the store keeps are left out, counted and named', async () => {
  const next = newTraceId();
  const years = (n: number) => `${Date.now() + n * 365 * 86_400_000}000000`;
  const line = (timeUnixNano: string, over: SentLine = {}) => logLine('untimely', { timeUnixNano, ...over });
  await sendLogs(lab, 'odd', [line(years(-5)), line(years(5)), line(nowNano(), { traceId: next })]);
  await linesOf(store, next, 1);
  const left = await until('the count is in Prometheus', async () =>
    (await lostIn('1m', lab.prometheus, lab.stack)).find(({ what }) => what === 'VictoriaLogs: left out'),
  );
  expect(left).toMatchObject({ items: 2, unit: 'log records' });
});

test('lines that the store refuses for good are counted, and do not hold up those after them', async () => {
  const endpoint = `${lab.endpoints.victorialogs}/insert/opentelemetry/v1/nothing`;
  await withLayer({ exporters: { 'otlp_http/victorialogs': { logs_endpoint: endpoint } } });
  await sendLogs(lab, 'odd', [logLine('refused'), logLine('refused')]);
  await until('they are counted', async () =>
    (await collectorSays('otelcol_exporter_send_failed_log_records')) >= 2 ? true : undefined,
  );
  expect(await collectorSays('otelcol_exporter_queue_size')).toBe(0);
  await withLayer({});
  const next = newTraceId();
  await sendLogs(lab, 'odd', [logLine('next', { traceId: next })]);
  await linesOf(store, next, 1);
});

test('a full queue of lines refuses lines and no span; what it took is found when the store is back', async () => {
  await withLayer({ exporters: { 'otlp_http/victorialogs': { sending_queue: { queue_size: 2_000 } } } });
  await lab.lab.stop('victorialogs');
  const traceId = newTraceId();
  let taken = 0;
  await until('a request is refused', async () => {
    const lines = Array.from({ length: 100 }, (_, i) => logLine(`flood ${taken} ${i}`, { traceId }));
    const { status } = await postOtlp(lab, 'logs', logsOf('flood', lines));
    if (status !== 200) return status;
    taken += 100;
    return undefined;
  });
  expect(taken).toBeGreaterThanOrEqual(2_000);
  const request = await send(scenario('GET /chain'), lab.endpoints, newRun());
  await until('the spans of a request are stored meanwhile', async () =>
    (await lab.stores[0]!.trace(request.traceId)).length === 5 ? true : undefined,
  );
  await lab.lab.start('victorialogs');
  expect((await linesOf(store, traceId, taken)).length).toBe(taken);
  expect((await linesOf(store, request.traceId, 3)).length).toBe(3); // the application sent them again
});

async function withLayer(layer: object): Promise<void> {
  lab.collector.write(layer);
  await lab.lab.stop('collector');
  await lab.lab.start('collector');
}

/** A request with one line, in OTLP's protobuf encoding: texts may be bytes that are no UTF-8. */
function encoded(text: string | Buffer, traceId: string, service: string | Buffer = 'other'): Uint8Array<ArrayBuffer> {
  const field = (number: number, content: string | Buffer) => {
    const bytes = Buffer.from(content as string);
    return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]); // short: its length is one byte
  };
  const value = (content: string | Buffer) => field(1, content);
  const resource = field(1, Buffer.concat([field(1, 'service.name'), field(2, value(service))]));
  const record = Buffer.concat([field(5, value(text)), field(9, Buffer.from(traceId, 'hex'))]);
  return Uint8Array.from(field(1, Buffer.concat([field(1, resource), field(2, field(2, record))])));
}
