import express, { type Express } from 'express';
import { errorHandler, notFound } from './http/error-handler.ts';
import { healthRoutes } from './http/health.ts';
import { withIndex } from './http/index-page.ts';
import { requestLog } from './http/request-log.ts';
import { routerOf } from './http/routes.ts';
import { unconditional } from './http/unconditional.ts';
import type { Logger } from './logger.ts';
import { createPeerClient } from './peers/peer-client.ts';
import { playgroundRoutes } from './playground/routes.ts';
import { loadRole, type Role } from './roles/role.ts';

/** Dependencies of an application. `peerTimeout` in ms. */
export interface AppOptions {
  role: Role;
  peers: Record<Role, string>;
  logger: Logger;
  isReady?: () => boolean;
  peerTimeout?: number;
}

/** The Express application of one role: health, playground, business; without a server. */
export async function createApp({
  role,
  peers,
  logger,
  isReady = () => true,
  peerTimeout,
}: AppOptions): Promise<Express> {
  const client = createPeerClient(peers, peerTimeout);
  const { routes: business, next } = await loadRole(role);
  const routes = {
    ...playgroundRoutes(role, next, client),
    ...business(client),
    ...healthRoutes(isReady),
  };
  return express()
    .disable('x-powered-by')
    .disable('etag')
    .use(requestLog(logger))
    .use(unconditional)
    .use(routerOf(withIndex(role, routes)))
    .use(notFound)
    .use(errorHandler(logger));
}
