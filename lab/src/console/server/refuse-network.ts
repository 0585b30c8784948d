import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { BlockList } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { NextFunction, Request, Response } from 'express';
import { LabError } from '../../base/lab-error.ts';
import { refuse } from './refuse.ts';

/**
 * Refuses every container of the network in which this one is called `ownName`: the console is in the networks of apps and stores, and
 * must not become a bridge between them. Requests through the published port come from the network's gateway; its own check asks it by its own address.
 */
export async function refuseNetwork(ownName: string) {
  const { members, own } = await networkOf(ownName);
  const gateway = defaultGateway(await readFile('/proc/net/route', 'utf8'));
  return (request: Request, response: Response, next: NextFunction): void => {
    const address = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
    if (address === gateway || address === own || !members.check(address)) return next();
    refuse(response, 403, 'The console does not serve apps.', `a request from outside ${ownName}'s network`, address);
  };
}

async function networkOf(ownName: string): Promise<{ members: BlockList; own: string }> {
  const address = await lookup(ownName, { family: 4 }).then(
    (found) => found.address,
    (error: Error) => error.message,
  );
  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.address === address);
  if (!own?.cidr) {
    throw new LabError({
      what: 'The console cannot find the network that it must not serve.',
      expected: `REFUSED_NETWORK to be a name of this container in one network`,
      found: `${ownName}: ${address}`,
      next: 'see networks.apps.aliases of the console in docker-compose.yaml',
    });
  }
  const members = new BlockList();
  members.addSubnet(own.address, Number(own.cidr.split('/')[1]), 'ipv4');
  return { members, own: own.address };
}

/** Linux' routing table (proc_net(5)): the route to 00000000, its gateway as four bytes in the host's order. */
export function defaultGateway(table: string): string | undefined {
  const route = table.split('\n').find((line) => line.split('\t')[1] === '00000000');
  const bytes = route?.split('\t')[2]?.match(/../g);
  return bytes
    ?.map((byte) => parseInt(byte, 16))
    .toReversed()
    .join('.');
}
