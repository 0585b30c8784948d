import type { PeerClient } from '../../peers/peer-client.ts';
import { orderRoutes } from './orders.ts';

export const routes = (peers: PeerClient) => orderRoutes(peers);

export const next = 'stock';
