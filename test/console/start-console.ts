import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ensureConsoleBuilt } from '../../lab/src/runtime/engines/console/build.ts';
import { createConsole } from '../../lab/src/console/server/app.ts';
import type { ConsoleSettings } from '../../lab/src/console/server/settings.ts';
import { labFiles } from '../../lab/src/runtime/lab-files.ts';
import { type Endpoints, partsOf, type Stack } from '../../lab/src/parts/parts.ts';

/** A console on a free port for a lab with these endpoints; it ends with the test. */
export type TestConsole = AsyncDisposable & { url: string; pageDir: string };

export async function startConsole(
  lab: { endpoints: Endpoints; stack: Stack },
  more: Partial<ConsoleSettings> = {},
): Promise<TestConsole> {
  const pageDir = await ensureConsoleBuilt({ say: console.log });
  const { app, load } = await createConsole({
    port: 0,
    host: '127.0.0.1',
    stack: lab.stack,
    capabilities: [],
    runtime: 'native',
    parts: partsOf(lab.stack, 'native'),
    endpoints: lab.endpoints,
    links: {
      prometheus: lab.endpoints.prometheus,
      ...(lab.endpoints.jaeger && { jaeger: lab.endpoints.jaeger }),
    },
    allowedHosts: [],
    faultsFolder: labFiles().faults,
    pageDir,
    ...more,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(more.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pageDir,
    [Symbol.asyncDispose]: async () => {
      await load.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Endpoints where nothing listens: a console without a lab. */
export const nowhere: Endpoints = {
  gateway: 'http://127.0.0.1:9',
  orders: 'http://127.0.0.1:9',
  stock: 'http://127.0.0.1:9',
  otlpGrpc: 'http://127.0.0.1:9',
  otlpHttp: 'http://127.0.0.1:9',
  collectorHealth: 'http://127.0.0.1:9',
  collectorTelemetry: 'http://127.0.0.1:9/metrics',
  spanMetrics: 'http://127.0.0.1:9/metrics',
  otherMetrics: 'http://127.0.0.1:9/metrics',
  otherRed: 'http://127.0.0.1:9/metrics',
  inventory: 'http://127.0.0.1:9/metrics',
  otherGauges: 'http://127.0.0.1:9/metrics',
  prometheus: 'http://127.0.0.1:9',
  tempo: 'http://127.0.0.1:9',
};
