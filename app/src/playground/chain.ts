import type { RequestHandler } from 'express';
import type { PeerName, Role } from '../config.ts';
import type { PeerClient } from '../peers/peer-client.ts';

const next: Record<Role, PeerName | undefined> = { gateway: 'orders', orders: 'stock', stock: undefined };

/** `/chain`: answers with this hop and those behind it. From the gateway: 3 SERVER and 2 CLIENT spans in one trace. */
export function chain(role: Role, peers: PeerClient): RequestHandler {
  return async (_req, res) => {
    const peer = next[role];
    const behind = peer ? (await peers.call<{ hops: string[] }>(peer, '/chain')).hops : [];
    res.json({ hops: [role, ...behind] });
  };
}
