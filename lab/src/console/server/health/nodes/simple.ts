import type { PartName } from '../../../../parts/parts.ts';
import { readyUrl } from '../../../../parts/ready-url.ts';
import type { NodeHealth } from '../../../health.ts';
import { noAnswer } from '../no-answer.ts';
import { probeHttp, probeTcp } from '../probe.ts';
import type { Look } from './look.ts';

/** A part of which nothing is known but whether it answers. */
export async function simpleNode(part: PartName, { settings }: Look): Promise<NodeHealth> {
  return judged(part, 'answers', await probeHttp(readyUrl(part, settings.endpoints)!));
}

/** Cassandra by its port; where that is out of reach (Docker), by what Jaeger reads from it. */
export async function cassandraNode({ settings: { cassandra, endpoints } }: Look): Promise<NodeHealth> {
  return cassandra
    ? judged('cassandra', 'answers', await probeTcp(cassandra))
    : judged('cassandra', 'is read by Jaeger', await probeHttp(readyUrl('jaeger', endpoints)!));
}

function judged(part: PartName, does: string, found: string | undefined): NodeHealth {
  return found ? { name: part, state: 'down', failure: noAnswer(part, does, found) } : { name: part, state: 'up' };
}
