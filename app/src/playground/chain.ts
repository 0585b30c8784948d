import type { RequestHandler } from 'express';
import type { PeerClient } from '../peers/peer-client.ts';
import type { Role } from '../roles/role.ts';

/** `/chain`: answers with this hop and those after it. From the gateway: 3 SERVER and 2 CLIENT spans in one trace. */
export function chain(role: Role, next: Role | undefined, peers: PeerClient): RequestHandler {
  return async (_req, res) => {
    const behind = next ? (await peers.call<{ hops: string[] }>(next, '/chain')).hops : [];
    res.json({ hops: [role, ...behind] });
  };
}
