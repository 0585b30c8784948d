// The generator: synthetic traffic with a known truth.   [this] --OTLP/HTTP--> collector
//   node lab/src/generator/main.ts        Its environment: docs/variables.md. `npm start -- --with generators` sets it.
import { createServer } from 'node:http';
import { z } from 'zod';
import { createGeneratorApp } from './app.ts';
import { Generator } from './generator.ts';

const settings = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65535).default(8010),
    HOST: z.string().default('127.0.0.1'),
    COLLECTOR_URL: z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:4318'),
    GENERATOR_RATE: z.coerce.number().int().min(0).max(1_000).default(5),
  })
  .safeParse(process.env);
if (!settings.success) {
  console.error(`The generator cannot start.\n${z.prettifyError(settings.error)}`);
  process.exit(1);
}
const { PORT, HOST, COLLECTOR_URL, GENERATOR_RATE } = settings.data;
const generator = new Generator(COLLECTOR_URL.replace(/\/+$/, ''));
const server = createServer(createGeneratorApp(generator));
server.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(PORT, HOST, () => {
  console.log(`generator listens on http://${HOST}:${PORT}, sends ${GENERATOR_RATE} traces/s to ${COLLECTOR_URL}`);
  generator.start(GENERATOR_RATE);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, async () => {
    server.close();
    server.closeAllConnections();
    await generator.stop();
    process.exit(0);
  });
}
