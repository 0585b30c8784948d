import { canBeAsked } from '../../../../backends/ready.ts';
import { type PartName, parts, titleOf } from '../../../../parts/parts.ts';
import type { NodeHealth } from '../../../health.ts';
import { noAnswer } from '../no-answer.ts';
import { notReady } from '../not-ready.ts';
import type { Look } from './look.ts';

/** A part that is only asked whether it answers; if it cannot be reached (Docker), whether the part that uses it answers. */
export async function simpleNode(part: PartName, { settings: { endpoints } }: Look): Promise<NodeHealth> {
  if (canBeAsked(part, endpoints)) return judged(part, 'answers', await notReady(part, endpoints));
  const user = parts.find(({ feeds }) => feeds.some(({ to }) => to === part))!.name;
  return judged(part, `is used by ${titleOf(user)}`, await notReady(user, endpoints));
}

function judged(part: PartName, does: string, found: string | undefined): NodeHealth {
  return found ? { name: part, state: 'down', failure: noAnswer(part, does, found) } : { name: part, state: 'up' };
}
