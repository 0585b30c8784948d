import closeWithGrace from 'close-with-grace';
import { createApp } from './app.ts';
import { Faults } from './faults/faults.ts';
import { createLogger } from './logger.ts';
import { configOrExit, refuseConfig, refuseStart } from './refuse-start.ts';
import { listen } from './server.ts';
import { stopAll } from './shop/work.ts';
import { shutdownTelemetry } from './telemetry/lifecycle.ts';

/** Maximum time of a stop, ms: first the requests in progress, then the telemetry, which gets at least a second. */
const budget = 6000;

const config = configOrExit();
const logger = createLogger(config.role, config.logLevel);
for (const line of config.passedOver) logger.warn(line);
let ready = true;

const { role, peers, shop, flags } = config;
const faults = flags === undefined ? undefined : await Faults.open(flags, role, logger);
const { app, work } = await createApp({ role, peers, shop, logger, faults, isReady: () => ready }).catch(refuseConfig);
const server = await listen(app, config.host, config.port).catch((error: NodeJS.ErrnoException) => {
  const taken = error.code === 'EADDRINUSE';
  return refuseStart(
    taken
      ? `Port ${config.port} is taken: ${config.role} cannot listen there.`
      : `${config.role} cannot listen on ${config.host}:${config.port}.`,
    {
      expected: `a free port on ${config.host}`,
      found: `${error.code ?? error.message}${taken ? ': another process listens there' : ''}`,
      next: 'stop the other process, or set PORT (and HOST) to an address that is free',
    },
  );
});
logger.info({ url: server.url, telemetry: config.telemetry.enabled }, 'listening');

closeWithGrace(
  { delay: budget + 2000, logger: false, onTimeout: () => logger.error('stop took too long') },
  async ({ signal, err }) => {
    const started = performance.now();
    ready = false;
    if (err) logger.fatal({ err }, 'unexpected error');
    logger.info({ signal }, 'stopping');
    // Requests in progress need what the work has open.
    await server.close(budget - 1000 - (work ? 1500 : 0));
    if (work) await stopAll([work], Math.min(3000, budget - 1000 - (performance.now() - started)));
    await shutdownTelemetry(Math.max(1000, Math.min(5000, budget - (performance.now() - started))));
    logger.info({ took_ms: Math.round(performance.now() - started) }, 'stopped');
  },
);
