import fc from 'fast-check';
import { checkout } from '../../../lab/src/base/paths.ts';
import { type FuzzedRequest, fuzzedRequests } from './fuzzed-requests.ts';
import { type RawAnswer, sendRaw } from './raw-request.ts';

/** A server to be fuzzed. `mayFail`: whether a status of 5xx is right for a path. `leaveOut`: requests that must not be sent. */
export type FuzzTarget = {
  url: string;
  paths: readonly string[];
  mayFail: (path: string, status: number) => boolean;
  leaveOut?: (request: FuzzedRequest) => boolean;
};

/** How many answers of each status came back; `none`: connections that were closed without one. */
export type Statuses = Record<number | 'none', number>;

/** Requests under way at once. */
const AT_ONCE = 64;

/** Requests that are made before they are sent: some have 200 kB. */
const SLICE = 500;

/**
 * Sends as many fuzzed requests, the same for the same seed, and judges every answer. A wrong one fails with the seed and
 * the smallest request like it that gets a wrong answer too.
 */
export async function fuzz(target: FuzzTarget, { requests, seed }: { requests: number; seed: number }) {
  const every = fuzzedRequests(target.paths).filter((request) => !target.leaveOut?.(request));
  const statuses: Statuses = { none: 0 };
  for (let sent = 0; sent < requests; sent += SLICE) {
    const slice = { seed: seed + sent, numRuns: Math.min(SLICE, requests - sent) };
    const wrong = await sendAll(target, fc.sample(every, slice), statuses);
    if (wrong !== undefined) await failWithSmallest(target, every, slice.seed, wrong);
  }
  return statuses;
}

/** Sends requests, several at once; the index of one that got a wrong answer. */
async function sendAll(target: FuzzTarget, sample: readonly FuzzedRequest[], statuses: Statuses) {
  let wrong: number | undefined;
  const waiting = sample.entries();
  const sender = async () => {
    for (const [index, request] of waiting) {
      const answer = await sendRaw(target.url, request.chunks);
      if (answer.statuses.length === 0) statuses.none++;
      for (const status of answer.statuses) statuses[status] = (statuses[status] ?? 0) + 1;
      if (faultOf(target, request, answer)) wrong = index;
      if (wrong !== undefined) return;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return wrong;
}

async function failWithSmallest(target: FuzzTarget, every: fc.Arbitrary<FuzzedRequest>, seed: number, index: number) {
  const property = fc.asyncProperty(every, async (request) => {
    const fault = faultOf(target, request, await sendRaw(target.url, request.chunks));
    const sent = Buffer.concat(request.chunks).toString('latin1');
    if (fault) throw new Error(`${fault}\nfor ${JSON.stringify(sent.slice(0, 2_000))}`);
  });
  const found = await fc.check(property, { seed, path: String(index), interruptAfterTimeLimit: 20_000 });
  if (found.failed)
    throw new Error(`seed ${seed}, path ${found.counterexamplePath}: ${(found.errorInstance as Error).message}`);
  throw new Error(`request ${index} of seed ${seed} got a wrong answer, but not when it was sent again`);
}

function faultOf({ mayFail }: FuzzTarget, { path }: FuzzedRequest, { statuses, text }: RawAnswer): string | undefined {
  const failed = statuses.find((status) => status >= 500 && !mayFail(path, status));
  if (failed) return `status ${failed}: ${text.slice(0, 500)}`;
  const leak = leaks.find((pattern) => pattern.test(text));
  return leak && `an answer with ${leak}: ${text.slice(0, 1_000)}`;
}

/** A line of a stack trace, a module's path, a path of this machine, a file beside the page. */
const leaks = [
  /\bat [^\n]*:\d+:\d+/,
  /node_modules|node:internal/,
  new RegExp(RegExp.escape(checkout)),
  /root:.*:0:0:/,
];
