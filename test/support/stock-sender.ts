import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A service with the SDK as it comes, beside the lab's: what is lost without a retrying exporter and a large queue. */
export type StockSender = Disposable & {
  /** Ends it, as a service ends; the trace ids of its spans, one each, in order. */
  stop: () => Promise<string[]>;
};

/** Starts one that makes five spans a second and sends them by gRPC to this port of loopback. */
export function stockSender(service: string, port: number): StockSender {
  const ids: string[] = [];
  const child = fork(join(import.meta.dirname, 'sender.mjs'), {
    env: {
      PATH: process.env['PATH'],
      OTEL_SERVICE_NAME: service,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_BSP_SCHEDULE_DELAY: '500',
    },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('message', (id) => ids.push(String(id)));
  return {
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect(); // it sends what it has, as a service at its end
      await ended;
      return ids;
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}
