import { expect, test } from 'vitest';
import { escaped, type LogLine, numberOf, severityOf } from '../../lab/src/backends/log-store.ts';
import { logStoreOf } from '../../lab/src/backends/log-stores.ts';
import { until } from '../../lab/src/base/poll.ts';
import { newRun } from '../../lab/src/check/request.ts';
import { linesOf, logLine, nowNano, sendLogs } from '../support/log-lines.ts';
import { logStoreOfRun } from '../support/log-store-of-run.ts';
import { attribute, newSpanId, newTraceId } from '../support/otlp.ts';

// What every log store must answer: VictoriaLogs in a lab of processes, and a Loki where LAB_LOKI_URL names one.
const { lab, store } = await logStoreOfRun();

const seconds = () => Date.now() / 1000;
const recent = () => ({ start: seconds() - 300, end: seconds() + 60 });
const texts = (lines: readonly LogLine[]) => lines.map(({ text }) => text);
const own = () => `service-${newSpanId()}`;

test('a line is read back as it was sent: time to the ns, service, severity, text, ids, attributes', async () => {
  const [traceId, spanId, service, time] = [newTraceId(), newSpanId(), own(), `${nowNano().slice(0, -6)}123456`];
  const attributes = [attribute('shop.item', 'lamp "1" \\ ü'), attribute('count', 3), attribute('paid', true)];
  await sendLogs(lab, service, [
    logLine('It’s "quoted" \\ and\nhas two lines', {
      timeUnixNano: time,
      severityNumber: 17,
      traceId,
      spanId,
      attributes,
    }),
  ]);
  const [line] = await linesOf(store, traceId, 1);
  const { attributes: found, ...rest } = line!;
  expect(rest).toEqual({
    time: BigInt(time),
    service,
    severity: 'error',
    severityNumber: 17,
    text: 'It’s "quoted" \\ and\nhas two lines',
    traceId,
    spanId,
  });
  const name = store.name === 'Loki' ? 'shop_item' : 'shop.item';
  expect(found).toEqual({ [name]: 'lamp "1" \\ ü', count: '3', paid: 'true' });
});

test('the lines of a trace come by time, of all services, and no other', async () => {
  const [traceId, other, ms] = [newTraceId(), newTraceId(), Date.now()];
  const at = (after: number) => ({ timeUnixNano: `${ms + after}000000`, traceId, spanId: newSpanId() });
  await sendLogs(lab, own(), [logLine('third', at(3)), logLine('first', at(1)), logLine('alien', { traceId: other })]);
  await sendLogs(lab, own(), [logLine('second', at(2)), logLine('without a trace')]);
  expect(texts(await linesOf(store, traceId, 3))).toEqual(['first', 'second', 'third']);
  expect(texts(await linesOf(store, other, 1))).toEqual(['alien']);
  expect(await store.linesOfTrace(newTraceId())).toEqual([]);
});

test('a search is by a part of the text in any case, severity and above, service, time and limit, newest first', async () => {
  const [service, ms] = [own(), Date.now() - 5_000];
  const at = (after: number) => ({ timeUnixNano: `${ms + after}000000` });
  const levels = { debug: 5, info: 9, warn: 13, error: 17, fatal: 21 };
  const lines = Object.entries(levels).map(([name, severityNumber], i) =>
    logLine(`Payment (50%) of a.b* said ${name.toUpperCase()}`, { severityNumber, ...at(i * 100) }),
  );
  await sendLogs(lab, service, lines);
  await sendLogs(lab, own(), [logLine('Payment (50%) of another')]);
  const search = (over: object) => store.search({ service, ...recent(), ...over });
  const levelsOf = (found: readonly LogLine[]) => found.map(({ severity }) => severity);
  await until('all lines are found', async () => ((await search({})).length === 5 ? true : undefined));
  expect(levelsOf(await search({}))).toEqual(['fatal', 'error', 'warn', 'info', 'debug']);
  expect(levelsOf(await search({ severity: 'warn' }))).toEqual(['fatal', 'error', 'warn']);
  expect(levelsOf(await search({ text: 'SAID e' }))).toEqual(['error']);
  expect(levelsOf(await search({ text: '(50%) of a.b*' })).length).toBe(5);
  expect(await search({ text: '(50%) of aXb' })).toEqual([]);
  expect(levelsOf(await search({ limit: 2 }))).toEqual(['fatal', 'error']);
  expect(levelsOf(await search({ start: ms / 1000 + 0.15, end: ms / 1000 + 0.25 }))).toEqual(['warn']);
  const everywhere = await store.search({ text: 'payment (50%)', ...recent() });
  expect(new Set(everywhere.map((one) => one.service)).size).toBeGreaterThan(1);
});

test('the access lines of a run are counted by trace and service, doubles too, and nothing else is', async () => {
  const [run, service, other, once, twice] = [newRun(), own(), own(), newTraceId(), newTraceId()];
  const mark = (of: string) => ({ attributes: [attribute('lab.run', of)] });
  await sendLogs(lab, service, [
    logLine('request', { traceId: once, ...mark(run) }),
    logLine('request', { traceId: twice, ...mark(run) }),
    logLine('request', { traceId: twice, ...mark(run), timeUnixNano: `${Date.now() - 5}000000` }),
    logLine('request failed', { traceId: once, ...mark(run) }),
    logLine('request', { traceId: once, ...mark(newRun()) }),
    logLine('request', { traceId: once }),
  ]);
  await sendLogs(lab, other, [logLine('request', { traceId: once, ...mark(run) })]);
  const counted = await until('all are counted', async () => {
    const found = await store.countOfRun(run);
    return found.length === 3 ? found : undefined;
  });
  const byKey = (a: { traceId: string; service: string }, b: typeof a) =>
    `${a.traceId} ${a.service}`.localeCompare(`${b.traceId} ${b.service}`);
  const expected = [
    { traceId: once, service, lines: 1 },
    { traceId: twice, service, lines: 2 },
    { traceId: once, service: other, lines: 1 },
  ];
  expect(counted.toSorted(byKey)).toEqual(expected.toSorted(byKey));
  expect(await store.countOfRun(newRun())).toEqual([]);
});

test('the volume is the number of lines by service and severity, in steps', async () => {
  const [service, step] = [own(), 10];
  const begin = Math.floor(seconds() / step) * step - 60;
  const at = (s: number, severityNumber: number) =>
    logLine('counted', { timeUnixNano: `${(begin + s) * 1_000}000000`, severityNumber });
  await sendLogs(lab, service, [at(0, 9), at(3, 9), at(5, 17), at(12, 9), at(29, 9)]);
  const range = { start: begin, end: begin + 30, step };
  const mine = async () => (await store.volume(range)).filter((one) => one.service === service);
  const volume = await until('the last step is there', async () => {
    const found = await mine();
    return found.some(({ time }) => time === begin + 20) ? found : undefined;
  });
  const said = volume.map(({ time, severity, lines }) => `${time - begin} ${severity} ${lines}`);
  expect(said.sort()).toEqual(['0 error 1', '0 info 2', '10 info 1', '20 info 1']);
});

test('a store that is not there, and one that refuses a question, are errors that name it', async () => {
  const nobody = new (store.constructor as new (url: string) => typeof store)('http://127.0.0.1:1');
  await expect(nobody.linesOfTrace(newTraceId())).rejects.toThrow(`${store.name} at http://127.0.0.1:1`);
  await expect(store.search({ start: seconds(), end: seconds(), limit: -1 })).rejects.toThrow(
    new RegExp(`^${store.name} at ${store.url}: status 4\\d\\d`),
  );
});

test('a lab without a log store has no client', () => {
  const { victorialogs: _, ...without } = lab.endpoints;
  expect(logStoreOf(without)).toBeUndefined();
  expect(logStoreOf(lab.endpoints)).toMatchObject({ name: 'VictoriaLogs', url: lab.endpoints.victorialogs });
});

test('severities have the numbers of OTLP', () => {
  expect([0, 1, 4, 5, 9, 12, 13, 17, 21, 24, 25].map((number) => severityOf(number))).toEqual(
    'unspecified trace trace debug info info warn error fatal fatal unspecified'.split(' '),
  );
  expect(severityOf(0, 'WARN')).toBe('warn');
  expect(severityOf(numberOf('error'))).toBe('error');
  expect(new RegExp(`^${escaped('a.b*(c)[d]{e}|^$?+\\')}$`).test('a.b*(c)[d]{e}|^$?+\\')).toBe(true);
});
