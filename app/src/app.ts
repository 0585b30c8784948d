import express, { type Express } from 'express';
import type { Faults } from './faults/faults.ts';
import { errorHandler, notFound } from './http/error-handler.ts';
import { healthRoutes } from './http/health.ts';
import { withIndex } from './http/index-page.ts';
import { requestLog } from './http/request-log.ts';
import { routerOf } from './http/routes.ts';
import { unconditional } from './http/unconditional.ts';
import type { Logger } from './logger.ts';
import { createPeerClient } from './peers/peer-client.ts';
import { playgroundRoutes } from './playground/routes.ts';
import { loadRole, type Role, type RoleModule, type Work } from './roles/role.ts';
import type { ShopSettings } from './shop/settings.ts';

/** Dependencies of an application. `peerTimeout` in ms. */
export interface AppOptions {
  role: Role;
  peers: Record<Role, string>;
  logger: Logger;
  shop?: ShopSettings;
  isReady?: () => boolean;
  peerTimeout?: number;
  faults?: Faults | undefined;
}

/** An application without a server, and what it does besides answering requests. */
export interface RoleApp {
  app: Express;
  work: Work | undefined;
}

/** Starts the work of one role, and makes its Express application: health, and for all but workers playground and business. */
export async function createApp({
  role,
  peers,
  logger,
  shop = { executorInterval: 5000, observerInterval: 1000 },
  isReady = () => true,
  peerTimeout,
  faults,
}: AppOptions): Promise<RoleApp> {
  const context = { role, peers: createPeerClient(peers, peerTimeout, faults?.calls), shop, logger, faults };
  const module: RoleModule = await loadRole(role);
  const work = await module.work?.(context);
  const routes = {
    ...(module.isPlayground !== false && module.routes && playgroundRoutes(role, module.next, context.peers)),
    ...module.routes?.(context, work),
    ...healthRoutes(isReady, () => work?.missing() ?? []),
  };
  const app = express()
    .disable('x-powered-by')
    .disable('etag')
    .use(requestLog(logger))
    .use(unconditional)
    .use(routerOf(withIndex(role, routes), faults && ((route) => faults.before(route, context.peers))))
    .use(notFound)
    .use(errorHandler(logger));
  return { app, work };
}
