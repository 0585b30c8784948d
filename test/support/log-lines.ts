import { expect } from 'vitest';
import type { LogStore } from '../../lab/src/backends/log-store.ts';
import { until } from '../../lab/src/base/poll.ts';
import type { Sent } from '../../lab/src/check/request.ts';
import { attribute, postOtlp } from './otlp.ts';
import type { TestLab } from './test-lab.ts';

/** A log record in OTLP's JSON encoding, as far as tests set it. opentelemetry-proto, logs/v1/logs.proto */
export type SentLine = {
  timeUnixNano?: string;
  severityNumber?: number;
  severityText?: string;
  body?: unknown;
  traceId?: string;
  spanId?: string;
  attributes?: { key: string; value: unknown }[];
};

/** Now, ns since the epoch, as OTLP writes it. */
export const nowNano = (): string => `${Date.now()}000000`;

/** A line that was written just now. */
export function logLine(text: string, over: SentLine = {}): SentLine {
  return { timeUnixNano: nowNano(), severityNumber: 9, severityText: 'INFO', body: { stringValue: text }, ...over };
}

/** Lines of one service as a body for `/v1/logs`. */
export function logsOf(service: string, lines: readonly SentLine[]): object {
  const resource = { attributes: [attribute('service.name', service), attribute('host.name', 'a-host')] };
  return { resourceLogs: [{ resource, scopeLogs: [{ scope: { name: 'test' }, logRecords: lines }] }] };
}

/** Sends lines of a service to the lab's collector. Throws unless it answers 200. */
export async function sendLogs(
  lab: Pick<TestLab, 'endpoints'>,
  service: string,
  lines: readonly SentLine[],
): Promise<void> {
  const { status, text } = await postOtlp(lab, 'logs', logsOf(service, lines));
  if (status !== 200) throw new Error(`the collector answered ${status}: ${text}`);
}

/** The access lines that answered requests owe, and what the store has of them: how many are missing, how many too many. */
export async function accessLines(
  store: LogStore,
  run: string,
  sent: readonly Sent[],
): Promise<{ due: number; missing: number; twice: number }> {
  const found = new Map((await store.countOfRun(run)).map((one) => [`${one.traceId} ${one.service}`, one.lines]));
  const due = new Map<string, number>();
  for (const { scenario, traceId, status } of sent)
    for (const { service } of status === undefined ? [] : scenario.due(status)) {
      const key = `${traceId} ${service}`;
      due.set(key, (due.get(key) ?? 0) + 1);
    }
  let [missing, twice, all] = [0, 0, 0];
  for (const [key, lines] of due) {
    const has = found.get(key) ?? 0;
    all += lines;
    missing += Math.max(0, lines - has);
    twice += Math.max(0, has - lines);
  }
  return { due: all, missing, twice };
}

/** Waits until every access line that is due is found, and expects none twice. */
export async function expectEachLineOnce(
  store: LogStore,
  run: string,
  sent: readonly Sent[],
  patience = 60_000,
): Promise<void> {
  await until(
    'every access line is found',
    async () => ((await accessLines(store, run, sent)).missing === 0 ? true : undefined),
    { deadline: patience, every: 500 },
  ).catch(() => {}); // the numbers say more
  expect(await accessLines(store, run, sent)).toMatchObject({ missing: 0, twice: 0 });
}

/** The lines of a trace, once there are so many. */
export function linesOf(store: LogStore, traceId: string, atLeast: number) {
  return until(
    `${atLeast} lines of the trace ${traceId}`,
    async () => {
      const lines = await store.linesOfTrace(traceId);
      return lines.length >= atLeast ? lines : undefined;
    },
    { deadline: 30_000, every: 20 },
  );
}
