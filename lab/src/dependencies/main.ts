// The edges of Jaeger's System Architecture.   Prometheus --edges counted--> [this] --CQL--> Cassandra --> Jaeger
//   node lab/src/dependencies/main.ts        Its environment: docs/variables.md. `npm start` and compose set it.
import { createServer } from 'node:http';
import { z } from 'zod';
import { DependenciesTable } from '../backends/dependencies-table.ts';
import { Prometheus } from '../backends/prometheus.ts';
import { addressOf } from '../backends/address.ts';
import { DependenciesJob, EVERY, LAG } from './job.ts';
import { Passes } from './passes.ts';

const settings = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65535).default(4020),
    HOST: z.string().default('127.0.0.1'),
    PROMETHEUS_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:9090'),
    CASSANDRA_ENDPOINT: z
      .string()
      .regex(/^.+:\d+$/, 'expected host:port')
      .default('127.0.0.1:9042'),
    JAEGER_KEYSPACE: z.string().regex(/^\w+$/).default('jaeger_v1_dc1'),
  })
  .safeParse(process.env);
if (!settings.success) {
  console.error(`The writer of dependencies cannot start.\n${z.prettifyError(settings.error)}`);
  process.exit(1);
}
const { PORT, HOST, PROMETHEUS_URL, CASSANDRA_ENDPOINT, JAEGER_KEYSPACE } = settings.data;
const table = new DependenciesTable(addressOf(CASSANDRA_ENDPOINT), JAEGER_KEYSPACE);
const job = new DependenciesJob(new Prometheus(PROMETHEUS_URL.replace(/\/+$/, '')), table);
const passes = new Passes(() => job.pass(), { every: EVERY * 1000, at: LAG * 1000, say: console.log });

const server = createServer((request, response) => {
  const { path, why } = { path: request.url?.split('?')[0], why: passes.whyNot() };
  const status = path !== '/readyz' ? 404 : why ? 503 : 200;
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(status === 404 ? { see: ['/readyz'] } : { ready: !why, ...(why && { why }) }));
});
server.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(PORT, HOST, () => {
  console.log(`dependencies: every ${EVERY} s from ${PROMETHEUS_URL} to ${JAEGER_KEYSPACE} at ${CASSANDRA_ENDPOINT}`);
  passes.start();
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(0)); // the next start continues
