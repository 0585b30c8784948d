import express, { type Express } from 'express';
import type { PeerName, Role } from './config.ts';
import { errorHandler, notFound } from './http/error-handler.ts';
import { healthRoutes } from './http/health.ts';
import { withIndex } from './http/index-page.ts';
import { requestLog } from './http/request-log.ts';
import { routerOf } from './http/routes.ts';
import type { Logger } from './logger.ts';
import { createPeerClient } from './peers/peer-client.ts';
import { playgroundRoutes } from './playground/routes.ts';
import { businessRoutes } from './roles/routes.ts';

/** What an application needs from outside. `peerTimeout` in ms. */
export interface AppOptions {
  role: Role;
  peers: Record<PeerName, string>;
  logger: Logger;
  isReady?: () => boolean;
  peerTimeout?: number;
}

/** The Express application of one role: health, playground, business; without a server. */
export function createApp({ role, peers, logger, isReady = () => true, peerTimeout }: AppOptions): Express {
  const client = createPeerClient(peers, peerTimeout);
  const routes = {
    ...playgroundRoutes(role, client),
    ...businessRoutes[role](client),
    ...healthRoutes(isReady),
  };
  return express()
    .disable('x-powered-by')
    .disable('etag') // a 304 would be one more status that no route states
    .use(requestLog(logger))
    .use(routerOf(withIndex(role, routes)))
    .use(notFound)
    .use(errorHandler(logger));
}
