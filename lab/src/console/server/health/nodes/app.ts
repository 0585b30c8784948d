import type { AppRole } from '../../../../parts/parts.ts';
import type { NodeHealth } from '../../../health.ts';
import { measured } from '../meters.ts';
import { noAnswer } from '../no-answer.ts';
import { notReady } from '../not-ready.ts';
import type { Look } from './look.ts';

/** A role of the application, and the requests that were counted for it. */
export async function appNode(role: AppRole, { settings, facts, meters }: Look): Promise<NodeHealth> {
  const { at, served } = facts;
  const meter = meters.read(role, served?.get(role), at);
  const found = await notReady(role, settings.endpoints);
  const about = { name: role, ...measured(meter, 'requests/s', at) };
  return found ? { ...about, state: 'down', failure: noAnswer(role, 'is ready', found) } : { ...about, state: 'up' };
}
