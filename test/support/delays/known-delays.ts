import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

/** What each route is asked for: how many requests, and how long the n-th of them takes, ms. 3,000 in all. */
export const routes: Readonly<Record<string, { requests: number; ms: (n: number) => number }>> = {
  'GET /5ms': { requests: 400, ms: () => 5 },
  'GET /50ms': { requests: 600, ms: () => 50 },
  'GET /250ms': { requests: 500, ms: () => 250 },
  'GET /1005ms': { requests: 600, ms: () => 1_005 },
  'GET /uniform': { requests: 300, ms: (n) => (400 * ((n * 0.618034) % 1)) | 0 }, // even from 0 to 400 ms, in no order
  'GET /tail': { requests: 600, ms: (n) => (n % 90 === 1 ? 3_000 : 20) }, // 7 of 600: more than 1 %, so that p99 is 3 s
};

/** Durations in ms by route, as the client and the spans have them. */
export type Measured = { client: Record<string, number[]>; spans: Record<string, number[]> };

/** A service named `delays` that sends its spans to this address over OTLP/HTTP; it ends with the test. */
export async function delayedService(otlp: string): Promise<{ send: () => Promise<Measured> } & AsyncDisposable> {
  const service = spawn(process.execPath, [join(import.meta.dirname, 'service.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      OTEL_SERVICE_NAME: 'delays',
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp,
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
    },
  });
  const [url] = (await once(createInterface({ input: service.stdout }), 'line')) as [string];
  return { send: () => sendAll(url), [Symbol.asyncDispose]: () => ended(service) };
}

/** Sends every request, mixed and evenly over 40 s, however long the answers take. */
async function sendAll(url: string): Promise<Measured> {
  const mixed = Object.entries(routes)
    .flatMap(([name, { requests, ms }]) =>
      Array.from({ length: requests }, (_, n) => ({ name, ms: ms(n), place: (n + 0.5) / requests })),
    )
    .sort((a, b) => a.place - b.place);
  const client: Record<string, number[]> = {};
  const began = performance.now();
  await Promise.all(
    mixed.map(async ({ name, ms, place }) => {
      await wait(Math.max(0, place * 40_000 - (performance.now() - began))); // the pace of the load
      const sent = performance.now();
      await (await fetch(`${url}${name.slice('GET '.length)}?ms=${ms}`)).arrayBuffer();
      (client[name] ??= []).push(performance.now() - sent);
    }),
  );
  return { client, spans: (await (await fetch(`${url}/-/spans`)).json()) as Measured['spans'] };
}

async function ended(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null) return;
  const exit = once(service, 'exit');
  service.kill('SIGKILL');
  await exit;
}

/** The value that a share `q` of these does not exceed. */
export function exactQuantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(q * sorted.length) - 1]!;
}
