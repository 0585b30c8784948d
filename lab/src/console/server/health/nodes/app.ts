import type { Role } from '../../../../parts/parts.ts';
import { readyUrl } from '../../../../parts/ready-url.ts';
import type { NodeHealth } from '../../../health.ts';
import { measured } from '../meters.ts';
import { noAnswer } from '../no-answer.ts';
import { probeHttp } from '../probe.ts';
import type { Look } from './look.ts';

/** A role of the application, and the requests that were counted for it. */
export async function appNode(role: Role, { settings, facts, meters }: Look): Promise<NodeHealth> {
  const { at, served } = facts;
  const meter = meters.read(role, served?.get(role), at);
  const found = await probeHttp(readyUrl(role, settings.endpoints)!);
  const about = { name: role, ...measured(meter, 'requests/s', at) };
  return found ? { ...about, state: 'down', failure: noAnswer(role, 'is ready', found) } : { ...about, state: 'up' };
}
