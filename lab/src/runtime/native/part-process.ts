import { existsSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { freeSpace, noRoom, ROOM_TO_START } from '../../base/free-space.ts';
import { LabError } from '../../base/lab-error.ts';
import { partNamed, type PartName, titleOf } from '../../parts/parts.ts';
import { GiveUp, until } from '../../base/poll.ts';
import { explainFiles } from './explain-files.ts';
import { tail } from './last-lines.ts';
import { dataFolder } from './plans/plan.ts';
import type { PartPlan } from './plans/index.ts';
import { processName } from './process-name.ts';
import { startProcess } from './processes.ts';
import { labFiles } from '../lab-files.ts';
import { type LabState, writeState } from './state-file.ts';
import { readyWithin, whyUnusable } from './usable.ts';

const KEPT_LOG = 10 * 1024 * 1024;

/** Log file of a part. */
export function logFile(part: PartName): string {
  return join(labFiles().logs, `${part}.log`);
}

/**
 * Starts a part, notes its pid in the state at once, and waits until it is usable and the ports are its own.
 * Throws a LabError with the part's last log lines when it ends or is not usable in time.
 */
export async function startPart(plan: PartPlan, state: LabState, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  mkdirSync(labFiles().logs, { recursive: true });
  setOldLogAside(logFile(plan.part));
  if (partNamed(plan.part).harmedByFullDisk) await refuseFullDisk(plan.part);
  await plan.prepare?.(state);
  const logStart = size(logFile(plan.part));
  const command = plan.command(state);
  const started = startProcess({ name: processName(plan.part, state.env), ...command, logFile: logFile(plan.part) });
  state.processes[plan.part] = { pid: started.pid, startTime: started.startTime };
  writeState(state);

  const title = titleOf(plan.part);
  const lastLogLines = () => tail(readFileSync(logFile(plan.part), 'utf8').slice(logStart), 6);
  const fullLog = `npm run lab -- logs ${plan.part}`;
  const began = performance.now();
  try {
    await until(
      `${title} is usable`,
      async () => {
        const ending = started.ended();
        if (ending) {
          throw new GiveUp(
            new LabError({
              what: `${title} ended while it was starting (${ending}).`,
              expected: `it to run with: ${[command.file, ...command.args].join(' ')}`,
              found: lastLogLines(),
              after: (performance.now() - began) / 1000,
              next: `fix the reported error; full log: ${fullLog}`,
              ...(plan.explain?.(lastLogLines()) ?? explainFiles(lastLogLines())),
            }),
          );
        }
        const why = await whyUnusable(plan.part, state);
        if (why) throw new Error(why);
        return true;
      },
      { deadline: readyWithin(plan.part), every: 50, next: fullLog, signal },
    );
  } catch (error) {
    if (!(error instanceof LabError) || started.ended()) throw error;
    const lastLog = lastLogLines();
    throw new LabError({
      ...error.failure,
      found: lastLog ? `${error.failure.found}; last log lines: ${lastLog}` : error.failure.found,
    });
  }
}

/** Started without room, Cassandra leaves a commit log that no later start can read, and Tempo loses spans. */
async function refuseFullDisk(part: PartName): Promise<void> {
  const full = noRoom(titleOf(part), await freeSpace(dataFolder(part)), ROOM_TO_START);
  if (full) throw new LabError({ ...full, next: `free some space there, then npm run lab -- start ${part}` });
}

function setOldLogAside(file: string): void {
  if (size(file) > KEPT_LOG) renameSync(file, `${file}.1`);
}

function size(file: string): number {
  return existsSync(file) ? statSync(file).size : 0;
}
