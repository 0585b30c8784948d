// The console: serves the page and what it asks.   browser --HTTP--> [this] --> Prometheus, Tempo, Jaeger, the parts
//   node lab/src/console/server/main.ts        Its environment: docs/console.md. `npm start` and compose set it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LabError } from '../../catalog/lab-error.ts';
import { ensureConsoleBuilt } from '../build.ts';
import { createConsole } from './app.ts';
import { readSettings } from './settings.ts';

try {
  const settings = readSettings();
  const pageDir = settings.pageDir ?? (await ensureConsoleBuilt({ say: console.log }));
  const { app, load } = await createConsole({ ...settings, pageDir });
  const server = createServer({ maxHeaderSize: 48 * 1024, requestTimeout: 30_000 }, app);
  server.listen(settings.port, settings.host, () => {
    const { port } = server.address() as AddressInfo;
    console.log(`console listens on http://${settings.host}:${port}`);
  });
  server.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      server.close();
      server.closeAllConnections(); // event streams never end by themselves
      await load.stop();
      process.exit(0);
    });
  }
} catch (error) {
  console.error(error instanceof LabError ? error.message : error);
  process.exit(1);
}
