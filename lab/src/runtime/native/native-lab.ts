import { existsSync, rmSync } from 'node:fs';
import { execa } from 'execa';
import { endpointsOf, pageOf } from '../../parts/endpoints.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Capability } from '../../parts/capabilities.ts';
import { type Endpoints, partNamed, type PartName, parts, titleOf, type Stack } from '../../parts/parts.ts';
import { EndedByForce, type Lab, type Load, type LoadEnd, type PartStatus } from '../lab.ts';
import { runNativeLoad } from '../load.ts';
import { withLabLock } from '../lab-lock.ts';
import { logFile, startPart } from './part-process.ts';
import { planOf, wantedPorts } from './plans/index.ts';
import { refuseTakenPorts } from '../taken-ports.ts';
import { isAlive, type ProcessId } from '../../base/process-identity.ts';
import { endProcess, killProcess, memoryOfProcess, sendSignal } from './processes.ts';
import { labFiles } from '../lab-files.ts';
import { removeStoredData } from '../stored-data.ts';
import { conditionOf, whyBroken } from './usable.ts';
import { type LabState, partsIn, readState, removeState, writeState } from './state-file.ts';

/** A lab of plain processes on loopback, as its state file describes it. */
export class NativeLab implements Lab {
  readonly name = 'native';
  readonly runtime = 'native';
  readonly stack: Stack;
  readonly capabilities: readonly Capability[];
  readonly parts: readonly PartName[];
  readonly endpoints: Endpoints;
  readonly faultsFolder = labFiles().faults;

  constructor(state: LabState) {
    this.stack = state.stack;
    this.capabilities = state.capabilities;
    this.parts = partsIn(state);
    this.endpoints = endpointsOf(state.env, this.parts, 'native');
  }

  async status(): Promise<PartStatus[]> {
    const state = currentState();
    return Promise.all(
      this.parts.map(async (part): Promise<PartStatus> => {
        const id = state.processes[part];
        const url = pageOf(this.endpoints, part);
        const origin = originOf(state, part);
        const now = await conditionOf(part, state);
        const about = { part, ...(url && { url }), ...(origin && { origin }), state: now.state };
        if (!id || now.state === 'stopped') return about;
        if (now.state === 'died')
          return { ...about, note: `pid ${id.pid} has ended; its log: npm run lab -- logs ${part}` };
        const memory = memoryOfProcess(id.pid);
        const note = now.state === 'running' ? undefined : now.why;
        return { ...about, pid: id.pid, ...(memory !== undefined && { memory }), ...(note && { note }) };
      }),
    );
  }

  start(part: PartName, say: (line: string) => void = () => {}): Promise<void> {
    return withLabLock(async () => {
      const state = currentState();
      const id = state.processes[part];
      if (id && isAlive(id)) {
        const why = await whyBroken(part, state);
        if (!why) {
          throw new LabError({
            what: `${titleOf(part)} is already running.`,
            found: `pid ${id.pid}`,
            next: `npm run lab -- restart ${part}`,
          });
        }
        await planOf(part).prepare?.(state); // throws what would keep it from starting again, while it still runs
        await endBroken(part, state, why, say);
      }
      await refuseTakenPorts(wantedPorts([part], state.stack, state.env), state.env);
      await startPart(planOf(part), state);
    });
  }

  stop(part: PartName): Promise<void> {
    return withLabLock(async () => {
      const state = currentState();
      const id = state.processes[part];
      if (!id)
        throw new LabError({ what: `${titleOf(part)} is already stopped.`, next: `npm run lab -- start ${part}` });
      const graceful = await endPart(part, id);
      delete state.processes[part];
      writeState(state);
      if (!graceful) throw new EndedByForce(part, `pid ${id.pid}`);
    });
  }

  async kill(part: PartName): Promise<void> {
    await killProcess(running(part));
  }

  async pause(part: PartName): Promise<void> {
    sendSignal(running(part), 'SIGSTOP');
  }

  async resume(part: PartName): Promise<void> {
    sendSignal(running(part), 'SIGCONT');
  }

  async logs(part: PartName, options: { lines: number; follow: boolean; signal?: AbortSignal }): Promise<void> {
    const file = logFile(part);
    if (!existsSync(file))
      throw new LabError({
        what: `${titleOf(part)} has not written a log.`,
        expected: file,
        next: 'npm run lab -- status',
      });
    const args = ['-n', String(options.lines), ...(options.follow ? ['-F'] : []), file];
    await execa('tail', args, {
      stdout: 'inherit',
      stderr: 'inherit',
      reject: false,
      ...(options.signal && { cancelSignal: options.signal }),
    });
  }

  load(load: Load): Promise<LoadEnd> {
    return runNativeLoad(this.endpoints, load);
  }

  down(options: { volumes: boolean }): Promise<void> {
    return withLabLock(() => takeDown(currentState(), options), { onFullDisk: true });
  }
}

/** Ends every process of a state, those that feed others first, and forgets the lab. */
export async function takeDown(state: LabState, options: { volumes: boolean }): Promise<void> {
  const killed: string[] = [];
  const turns = [...new Set(parts.map((part) => part.ends))].toSorted();
  for (const turn of turns) {
    await Promise.all(
      parts
        .filter((part) => part.ends === turn)
        .map(async ({ name, title, keepsData }) => {
          const id = state.processes[name];
          if (id && options.volumes && keepsData && !planOf(name).sharesMemory)
            await killProcess(id); // its data is removed anyway
          else if (id && !(await endPart(name, id))) killed.push(`${title} (pid ${id.pid})`);
        }),
    );
  }
  removeState();
  rmSync(labFiles().run, { recursive: true, force: true });
  if (options.volumes) removeStoredData();
  if (killed.length > 0) {
    throw new LabError({
      what: `The lab is down, but had to kill: ${killed.join(', ')}.`,
      next: `see their logs in ${labFiles().logs}`,
    });
  }
}

/** Ends a part; false if it should have ended by itself and did not. */
export async function endPart(part: PartName, id: ProcessId): Promise<boolean> {
  const { endsWithin, stopSignal } = planOf(part);
  return (await endProcess(id, endsWithin, stopSignal)) || partNamed(part).mayHangAtEnd === true;
}

/** Ends a part that runs but does not work, so that it can be started anew. */
export async function endBroken(
  part: PartName,
  state: LabState,
  why: string,
  say: (line: string) => void,
): Promise<void> {
  say(`${titleOf(part)} runs but does not work (${why}): it is started anew.`);
  await endPart(part, state.processes[part]!);
  delete state.processes[part];
  writeState(state);
}

function currentState(): LabState {
  const state = readState();
  if (!state)
    throw new LabError({
      what: 'No lab is running.',
      expected: `a lab whose state is ${labFiles().state}`,
      next: 'npm start',
    });
  return state;
}

/** The process of a part. Throws a LabError if it has none. */
function running(part: PartName): ProcessId {
  const id = currentState().processes[part];
  if (id && isAlive(id)) return id;
  throw new LabError({ what: `${titleOf(part)} does not run.`, next: 'npm run lab -- status' });
}

function originOf(state: LabState, part: PartName): string | undefined {
  const found = state.engines[planOf(part).engines[0] ?? part];
  return found ? `${found.version} (${found.origin === 'path' ? 'from PATH' : found.origin})` : undefined;
}
