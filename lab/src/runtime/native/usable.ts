import { setTimeout as sleep } from 'node:timers/promises';
import { notScrapedYet, whyNotReady } from '../../backends/ready.ts';
import { ageOf, isAlive, type ProcessId, userOf } from '../../base/process-identity.ts';
import { endpointsOf } from '../../parts/endpoints.ts';
import { type PartName, portsOf } from '../../parts/parts.ts';
import type { PartStatus } from '../lab.ts';
import { type ListeningSocket, listeningSockets } from '../sockets.ts';
import { planOf } from './plans/index.ts';
import type { LabState } from './state-file.ts';

/** How long a part may be unusable, after its start, before it counts as broken, ms: a busy machine answers late. */
const PATIENCE = 10_000;

/**
 * Why a part that was started is of no use now: it does not answer, or a port is not its own. undefined if it is usable.
 * `limit` of a question in ms.
 */
export async function whyUnusable(part: PartName, state: LabState, limit = 10_000): Promise<string | undefined> {
  const why = await whyNotReady(part, endpointsOf(state.env, [part], 'native'), limit, state.env.SHOP_PASSWORD);
  return why ?? whyNotItsPorts(part, state);
}

/** A port that answers proves nothing about our process: another process may own it. */
async function whyNotItsPorts(part: PartName, state: LabState): Promise<string | undefined> {
  const sockets = await listeningSockets();
  for (const { variable } of portsOf(part, state.stack)) {
    const owners = sockets.filter((s) => s.port === state.env[variable]);
    const [owner] = owners;
    if (!owner) return `nothing listens on ${variable} ${state.env[variable]}`;
    if (!owners.some((s) => s.pid === state.processes[part]?.pid || isHidden(s, state.processes[part]))) {
      const whose = owner.pid ? `pid ${owner.pid} (${owner.command})` : 'a process of another user';
      return `${variable} ${state.env[variable]} belongs to ${whose}`;
    }
  }
  return undefined;
}

/** In a container root may not see the sockets of a process that it starts as another user: whose they are it sees. */
function isHidden({ pid, uid }: ListeningSocket, id: ProcessId | undefined): boolean {
  return pid === undefined && uid !== undefined && uid !== process.getuid?.() && uid === userOf(id?.pid ?? 0);
}

/** What a part does now: its process may run and still be of no use. `why` says so. `limit` of a question in ms. */
export async function conditionOf(
  part: PartName,
  state: LabState,
  limit = 2_000,
): Promise<{ state: PartStatus['state']; why?: string }> {
  const id = state.processes[part];
  if (!id) return { state: 'stopped' };
  if (!isAlive(id)) return { state: 'died' };
  const why = await whyUnusable(part, state, limit);
  if (!why || why === notScrapedYet) return { state: 'running' };
  return { state: ageOf(id) < readyWithin(part) ? 'starting' : 'unhealthy', why };
}

/** Why a running part has to be started anew; undefined as soon as it is usable. Waits for one that is starting or slow. */
export async function whyBroken(part: PartName, state: LabState): Promise<string | undefined> {
  const began = performance.now();
  for (;;) {
    const { state: now, why } = await conditionOf(part, state, PATIENCE);
    if (now === 'running') return undefined;
    const late = performance.now() - began >= PATIENCE;
    if (now !== 'starting' && (now !== 'unhealthy' || late)) return why ?? now;
    await sleep(200);
  }
}

/** How long the start of a part may take, ms. */
export function readyWithin(part: PartName): number {
  return planOf(part).readyWithin ?? 30_000;
}
