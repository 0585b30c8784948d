import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { logStoreOf } from '../../backends/log-stores.ts';
import { storesOf } from '../../backends/stores.ts';
import type { TraceStore } from '../../backends/trace-store.ts';
import { JaegerMonitor } from '../../backends/jaeger-monitor.ts';
import { Prometheus } from '../../backends/prometheus.ts';
import { describeError } from '../../base/poll.ts';
import { check } from '../../check/check.ts';
import { roomOf } from '../../check/full-disk.ts';
import { type FollowedPurchase, followPurchase, type PurchaseStep } from '../../check/shop/follow-purchase.ts';
import { purchaseModes } from '../../check/shop/purchase-spans.ts';
import { exercises, inWords, lacking } from '../../exercises/index.ts';
import { lookAtAlerts } from './alerts/look.ts';
import type { Received } from './alerts/received.ts';
import { beginEvents } from './events.ts';
import type { HealthWatch } from './health/watch.ts';
import type { FaultSwitch } from './faults/fault-switch.ts';
import { faultRoutes } from './faults/fault-routes.ts';
import { followRequest } from './follow-request.ts';
import { jaegerOperations } from './jaeger-operations.ts';
import { labEvents } from './lab-events.ts';
import { labInfo } from './lab-info.ts';
import type { Load } from './load.ts';
import { logs } from './logs.ts';
import { refuse, refuseWithoutAnswer } from './refuse.ts';
import { searchTraces } from './search-traces.ts';
import type { ConsoleSettings } from './settings.ts';
import { yourService } from './your-service.ts';

/** How many checks may run at once, over all pages: each sends requests. */
const CHECKS = 2;

/** The API of this server itself. */
export function api(
  settings: ConsoleSettings,
  watch: HealthWatch,
  load: Load,
  received: Received,
  faultSwitch: FaultSwitch,
): Router {
  const router = Router();
  const stores = storesOf(settings.endpoints);
  const logStore = logStoreOf(settings.endpoints);
  const prometheus = new Prometheus(settings.endpoints.prometheus);
  let checking = 0;

  router.use(express.json({ limit: '4kb', strict: true }));
  router.use((request, response, next) => {
    response.set('Cache-Control', 'no-store');
    if (['POST', 'PUT'].includes(request.method) && !request.is('application/json')) {
      return refuse(
        response,
        415,
        'Actions are sent as JSON.',
        'application/json',
        request.headers['content-type'] ?? 'no type',
      );
    }
    next();
  });

  router.use('/events', labEvents());
  router.use('/logs', logs(logStore));
  router.use('/your-service', yourService(settings));
  router.use('/faults', faultRoutes(settings, faultSwitch));
  router.get('/lab', (_request, response) => void response.json(labInfo(settings)));
  router.get('/room', async (_request, response) => void response.json(await roomOf(settings.parts, settings)));
  router.get('/health', async (_request, response) => void response.json(await watch.look()));
  router.get('/hops', (_request, response) => {
    const events = beginEvents(response);
    watch.listen((health) => events.send('hops', health), events.closed);
  });

  router.post('/send-request', (_request, response) => follow(response, (onHop) => followRequest(settings, onHop)));
  router.post('/purchase', (request, response) => {
    const body = z.object({ mode: z.enum(purchaseModes) }).safeParse(request.body);
    const { gateway, observer } = settings.endpoints;
    const [store] = stores;
    if (!body.success)
      return refuse(
        response,
        400,
        'There is no such purchase.',
        `mode: ${purchaseModes.join(', ')}`,
        JSON.stringify(request.body),
      );
    if (!observer || !store)
      return refuse(response, 404, 'There is no shop in this lab.', 'npm start -- --with shop', 'a lab without it');
    return follow(response, (onStep) => followPurchase({ gateway, observer, store }, body.data.mode, onStep));
  });
  router.post('/check', (request, response) => {
    const body = z.object({ requests: z.number().int().min(0).max(1_000).default(50) }).safeParse(request.body);
    if (!body.success)
      return refuse(
        response,
        400,
        'This check cannot run.',
        'requests between 0 and 1000',
        JSON.stringify(request.body),
      );
    return follow(response, (onHop) => check(settings, { requests: body.data.requests, onHop }));
  });

  router.post('/load', (request, response) => {
    const body = z
      .object({
        vus: z.number().int().min(1).max(100).default(5),
        seconds: z.number().int().min(1).max(3_600).default(60),
      })
      .safeParse(request.body);
    if (!body.success)
      return refuse(
        response,
        400,
        'This load cannot run.',
        '1 to 100 users, 1 to 3600 seconds',
        JSON.stringify(request.body),
      );
    const reason = load.start(body.data);
    if (reason) return refuse(response, 409, 'The load was not started.', 'a k6, and no other load', reason);
    response.status(202).json(load.state);
  });
  router.delete('/load', async (_request, response) => {
    await load.stop();
    response.json(load.state);
  });

  router.get(
    '/services',
    withStore(async (store) => store.services()),
  );
  router.get(
    '/operations',
    withStore(async (store, { query }) => store.operations(text(query['service']))),
  );
  router.get(
    '/traces',
    withStore((store, { query }) => {
      const now = Date.now() / 1000;
      const [service, operation] = [text(query['service']), text(query['operation'])];
      return searchTraces(store, {
        ...(service && { service }),
        ...(operation && { operation }),
        ...(Number(query['minDuration']) > 0 && { minDuration: Number(query['minDuration']) }),
        ...(query['errors'] && { errorsOnly: true }),
        start: Number(query['start']) || now - 3_600,
        end: Number(query['end']) || now,
        limit: Math.min(Number(query['limit']) || 20, 200),
      });
    }),
  );

  router.get('/jaeger-monitor', async ({ query }, response) => {
    const url = settings.endpoints.jaeger;
    if (!url) return refuse(response, 404, 'There is no Jaeger in this stack.', 'the jaeger stack', settings.stack);
    try {
      response.json(await jaegerOperations(new JaegerMonitor(url), text(query['service']), Date.now()));
    } catch (error) {
      refuseWithoutAnswer(response, 'Jaeger', error);
    }
  });

  router.get('/alerts', async (_request, response) => {
    const { alertmanager } = settings.endpoints;
    if (!alertmanager)
      return refuse(
        response,
        404,
        'There are no alerts in this lab.',
        'npm start -- --with alerts',
        'a lab without them',
      );
    response.json(await lookAtAlerts(prometheus, alertmanager, received));
  });

  router.post('/answers/:exercise', async (request, response) => {
    const exercise = exercises.find((e) => e.id === request.params['exercise']);
    const body = z.object({ answer: z.string().trim().min(1).max(200) }).safeParse(request.body);
    if (!exercise)
      return refuse(
        response,
        404,
        'There is no such exercise.',
        exercises.map((e) => e.id).join(', '),
        request.params['exercise'] ?? '',
      );
    if (!body.success)
      return refuse(
        response,
        400,
        'The answer is missing.',
        'answer: up to 200 characters',
        JSON.stringify(request.body),
      );
    const reason = lacking(exercise, settings.capabilities);
    if (reason)
      return refuse(response, 409, 'This lab does not have what is asked about.', inWords(exercise.needs!), reason);
    try {
      response.json(await exercise.judge(body.data.answer, { prometheus, stores, logStore }));
    } catch (error) {
      refuse(
        response,
        502,
        'The answer cannot be checked at the moment.',
        'Prometheus and stores that answer',
        describeError(error),
      );
    }
  });

  router.use((request, response) =>
    refuse(
      response,
      404,
      'This address does not exist.',
      'a path of docs/console.md',
      `${request.method} ${request.path}`,
    ),
  );
  return router;

  function withStore(ask: (store: TraceStore, request: Request) => Promise<unknown>) {
    return async (request: Request, response: Response) => {
      const wanted = text(request.query['store']).toLowerCase();
      const store = stores.find((s) => s.name.toLowerCase() === wanted) ?? stores[0];
      if (!store) return refuse(response, 503, 'There is no trace store.', 'Tempo or Jaeger', 'none');
      try {
        response.json(await ask(store, request));
      } catch (error) {
        refuseWithoutAnswer(response, store.name, error);
      }
    };
  }

  /** Runs what sends requests, and sends each of its hops as soon as it is done. */
  async function follow(
    response: Response,
    run: (onHop: (hop: PurchaseStep) => void) => Promise<FollowedPurchase & { hops?: unknown }>,
  ): Promise<void> {
    if (checking >= CHECKS)
      return refuse(response, 429, 'Other checks are running.', `at most ${CHECKS} at once`, `${checking}`);
    checking++;
    const events = beginEvents(response);
    try {
      const { hops: _, ...result } = await run((hop) => events.send('hop', hop));
      events.send('done', result);
    } catch (error) {
      events.send('failed', { error: describeError(error) });
    } finally {
      checking--;
      events.end();
    }
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
