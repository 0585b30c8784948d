// The console: serves the page and its API.        browser --HTTP--> [this] --> Prometheus, Tempo, Jaeger, the parts
//   node lab/src/console/server/main.ts        Its environment: docs/console.md. `npm start` and compose set it.
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileFailure } from '../../base/file-failure.ts';
import { LabError } from '../../base/lab-error.ts';
import { ensureConsoleBuilt } from '../../runtime/engines/console/build.ts';
import { useBuild } from '../../runtime/engines/console/page-cache.ts';
import { createConsole } from './app.ts';
import { pauseOnFullDisk } from './pause-on-full-disk.ts';
import { readSettings } from './settings.ts';

try {
  const settings = readSettings();
  const pageDir = await pageOf(settings.pageDir);
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
  const ending = new AbortController();
  if (settings.runtime === 'native') void pauseOnFullDisk(settings, ending.signal);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, async () => {
      ending.abort();
      server.close();
      server.closeAllConnections(); // event streams never end by themselves
      await load.stop();
      process.exit(0);
    });
  }
} catch (error) {
  const failure = error instanceof LabError ? error : fileFailure(error);
  console.error(failure?.message ?? error);
  process.exit(1);
}

/** The page that the environment names, unless it was removed meanwhile. In an image it is read-only and always there. */
async function pageOf(named: string | undefined): Promise<string> {
  if (!named || !existsSync(join(named, 'index.html'))) return ensureConsoleBuilt({ say: console.log });
  await useBuild(named);
  return named;
}
