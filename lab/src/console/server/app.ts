import express, { type ErrorRequestHandler, type Express } from 'express';
import { Received } from './alerts/received.ts';
import { receiver } from './alerts/receiver.ts';
import { allowedCalls } from './allow-list.ts';
import { api } from './api.ts';
import { FaultSwitch } from './faults/fault-switch.ts';
import { findLab } from '../../runtime/find-lab.ts';
import type { RecordedLab } from '../../runtime/events/recorded-lab.ts';
import { guard, securityHeaders } from './guard.ts';
import { HealthWatch } from './health/watch.ts';
import { Load } from './load.ts';
import { page } from './page.ts';
import { proxy } from './proxy.ts';
import { refuse } from './refuse.ts';
import { refuseNetwork } from './refuse-network.ts';
import type { ConsoleSettings } from './settings.ts';

/** The console's server without a socket. Stop `load` before the process ends. `find` finds the lab whose faults it switches. */
export async function createConsole(
  settings: ConsoleSettings & { pageDir: string },
  find: () => Promise<RecordedLab> = () => findLab({ partly: true }),
): Promise<{ app: Express; load: Load }> {
  const { endpoints } = settings;
  const load = new Load(settings);
  const received = new Received();
  const watch = new HealthWatch(settings, () => load.state);
  const app = express()
    .disable('x-powered-by')
    .disable('etag')
    .set('query parser', 'simple')
    .use(securityHeaders)
    .get('/healthz', (_request, response) => void response.json({ status: 'ok' }))
    .use(guard(settings.allowedHosts));
  if (settings.refusedNetwork) app.use(await refuseNetwork(settings.refusedNetwork));
  app
    .use('/api', api(settings, watch, load, received, new FaultSwitch(find)))
    .use('/prometheus', proxy('Prometheus', endpoints.prometheus, allowedCalls.prometheus));
  if (endpoints.tempo) app.use('/tempo', proxy('Tempo', endpoints.tempo, allowedCalls.tempo));
  if (endpoints.jaeger) app.use('/jaeger', proxy('Jaeger', endpoints.jaeger, allowedCalls.jaeger));
  app.use(receiver(received));
  app.use(page(settings.pageDir));
  app.use((request, response) =>
    refuse(response, 404, 'This address does not exist.', 'a view of the console', `${request.method} ${request.path}`),
  );
  app.use(onError);
  return { app, load };
}

const onError: ErrorRequestHandler = (
  error: { status?: number; type?: string; message: string },
  request,
  response,
  next,
) => {
  if (request.socket.destroyed) return; // the client is gone, and what it sent last may be the error
  if (response.headersSent) return next(error);
  const status = error.status && error.status >= 400 && error.status < 500 ? error.status : 500;
  if (status === 500) console.error(error);
  refuse(
    response,
    status,
    status === 500 ? 'The console failed.' : 'The request cannot be used.',
    error.type ?? 'a well-formed request',
    status === 500 ? 'see its log' : error.message,
  );
};
