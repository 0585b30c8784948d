import { until } from '../../base/poll.ts';
import type { Lab } from '../../runtime/lab.ts';
import { stopAnyway } from '../../runtime/restart-part.ts';
import type { PartName } from '../../parts/parts.ts';
import type { Means } from './means.ts';

const ways = {
  stopped: { how: 'npm run lab -- stop', begin: (lab: Lab, part: PartName) => stopAnyway(lab, part) },
  killed: { how: 'SIGKILL to', begin: (lab: Lab, part: PartName) => lab.kill(part) },
  paused: { how: 'SIGSTOP to', begin: (lab: Lab, part: PartName) => lab.pause(part) },
};

/** Means that end a part, or halt it: it then keeps its connections and answers nothing. */
export const byPart = (part: PartName, way: keyof typeof ways): Means => ({
  how: `${ways[way].how} ${part}`,
  changes: `part ${part}`,
  begin: (lab) => ways[way].begin(lab, part),
  end: (lab) => runAgain(lab, part),
});

/** How long a part that was halted may take to catch up, ms, before it is started anew. */
const catchUp = 20_000;

/** Makes a part run, whatever has become of it. */
export async function runAgain(lab: Lab, part: PartName): Promise<void> {
  await lab.resume(part).catch(() => {}); // it does not run
  const stateNow = async () => (await lab.status()).find((one) => one.part === part)?.state;
  const settled = async () => {
    const state = await stateNow();
    return state === 'unhealthy' || state === 'starting' ? undefined : state;
  };
  const state = await until(`${part} runs or has ended`, settled, { deadline: catchUp, every: 500 }).catch(() => {});
  if (state === 'running') return;
  await lab.start(part).catch(async (error: unknown) => {
    if ((await stateNow()) !== 'running') throw error;
  });
}
