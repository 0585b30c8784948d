import { mkdirSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { GoEngineName } from '../../parts/engines.ts';
import { type LabEnv, readLabEnv } from '../../parts/env-file.ts';
import { fileFailure } from '../../base/file-failure.ts';
import { LabError } from '../../base/lab-error.ts';
import { withMore } from '../../parts/capabilities.ts';
import { type PartName, partsOf, titleOf } from '../../parts/parts.ts';
import { provideEngines } from '../engines/provide-engines.ts';
import { chosenConfigs } from '../config-files.ts';
import { layFaultFiles } from '../fault-files.ts';
import type { Lab } from '../lab.ts';
import { withLabLock } from '../lab-lock.ts';
import { endBroken, endPart, NativeLab, takeDown } from './native-lab.ts';
import { startPart } from './part-process.ts';
import { type PartPlan, planOf, wantedPorts } from './plans/index.ts';
import { refuseTakenPorts } from '../taken-ports.ts';
import type { UpOptions } from '../up-options.ts';
import { isAlive } from '../../base/process-identity.ts';
import { labFiles } from '../lab-files.ts';
import { whyBroken } from './usable.ts';
import { isStale, type LabState, partsIn, readState, removeState, writeState } from './state-file.ts';

/**
 * Builds what is missing, starts every part and waits until each is usable.
 * On failure or abort everything that this call started is ended again.
 */
export function nativeUp(options: UpOptions): Promise<Lab> {
  return withLabLock(() => bringUp(options));
}

async function bringUp(options: UpOptions): Promise<Lab> {
  const { say, progress, signal } = options;
  const earlier = await earlierLab(options);
  const env = earlier?.env ?? options.env ?? readLabEnv({ runtime: 'native', say });
  const configs = chosenConfigs(options, 'native');
  const capabilities = withMore(earlier?.capabilities, options.capabilities);
  const without = await lackingParts(partsOf(options.stack, 'native', capabilities), env, say);
  const parts = partsIn({ stack: options.stack, capabilities, without });
  const plans = parts.map(planOf);
  const due = parts.filter((part) => !isRunning(earlier, part));
  await refuseTakenPorts(wantedPorts(due, options.stack, env), env);

  const others = await Promise.all(plans.map((plan) => plan.provide?.({ env, say, signal }))); // before minutes of building
  const engines = await provideEngines(neededEngines(plans), {
    env,
    say,
    ...(progress && { progress }),
    ...(signal && { signal }),
  });
  const state: LabState = {
    version: 2,
    stack: options.stack,
    startedAt: new Date().toISOString(),
    phase: 'starting',
    configs,
    processes: {},
    ...earlier,
    env: { ...env, ...earlier?.env }, // one that was started from an older checkout lacks variables
    capabilities,
    without,
    engines: Object.assign(
      Object.fromEntries([...engines].map(([name, { path, origin, version }]) => [name, { path, origin, version }])),
      ...others,
    ),
  };
  await refuseTakenPorts(wantedPorts(due, options.stack, env), env); // the build may have taken minutes
  mkdirSync(labFiles().data, { recursive: true });
  layFaultFiles(labFiles().faults, { keep: earlier !== undefined });
  try {
    const changed = earlier ? await adapt(earlier, state, say) : [];
    await startAll([...due, ...changed].map(planOf), state, say, signal);
  } catch (error) {
    const end = await takeDown(state, { volumes: false }).then(
      () => 'Everything that was started has been ended again.',
      (failed: Error) => failed.message,
    );
    throw withEnding(error, end);
  }
  state.phase = 'up';
  writeState(state);
  return new NativeLab(state);
}

/** An earlier lab to continue with; undefined if there is none. Throws if it is complete and up. */
async function earlierLab({ stack, say, capabilities }: UpOptions): Promise<LabState | undefined> {
  const state = readState();
  if (!state) return undefined;
  if (isStale(state)) {
    say(`A lab from ${state.startedAt} left its state, but none of its processes is running: starting again.`);
    removeState();
    return undefined;
  }
  if (state.phase === 'starting') {
    say('An earlier start was interrupted: ending its processes.');
    await takeDown(state, { volumes: false });
    return undefined;
  }
  const all = partsOf(state.stack, 'native', withMore(state.capabilities, capabilities));
  const lacking = await lackingParts(all, state.env);
  const wanted = all.filter((part) => !lacking.includes(part) || isRunning(state, part));
  if (state.stack === stack) await endAllBroken(state, wanted, say);
  const missing = wanted.filter((part) => !isRunning(state, part));
  if (state.stack !== stack || missing.length === 0) {
    throw new LabError({
      what: 'A lab is already up.',
      expected: 'no running lab',
      found: `the ${state.stack} stack, since ${state.startedAt}`,
      next: state.stack === stack ? 'npm run status, or: npm stop' : `npm stop && npm start -- --stack ${stack}`,
      end: 'Nothing was changed.',
    });
  }
  say(`The lab is up without ${missing.map((part) => titleOf(part)).join(', ')}: starting what is missing.`);
  return state;
}

/** The optional parts that this machine cannot run. Says why, in one line each. */
async function lackingParts(
  parts: readonly PartName[],
  env: LabEnv,
  say: (line: string) => void = () => {},
): Promise<PartName[]> {
  const lacks = await Promise.all(parts.map(async (part) => ({ part, why: await planOf(part).lacks?.(env) })));
  return lacks.flatMap(({ part, why }) => {
    if (why) say(`${part} is left out: ${why}`);
    return why ? [part] : [];
  });
}

/** Ends the parts that run but do not work. One that waits for a part that does not run may only lack that one. */
async function endAllBroken(state: LabState, parts: readonly PartName[], say: (line: string) => void): Promise<void> {
  const suspects = parts.filter((part) => [part, ...(planOf(part).after ?? [])].every((one) => isRunning(state, one)));
  await Promise.all(
    suspects.map(async (part) => {
      const why = await whyBroken(part, state);
      if (why) await endBroken(part, state, why, say);
    }),
  );
}

/**
 * Adapts a running lab to another capability: parts that reread their files get new ones, parts that were started
 * with another command are ended. Returns the parts to start again.
 */
async function adapt(earlier: LabState, state: LabState, say: (line: string) => void): Promise<PartName[]> {
  const running = partsIn(earlier).filter((part) => isRunning(earlier, part));
  const changed: PartName[] = [];
  for (const part of running) {
    const plan = planOf(part);
    if (isDeepStrictEqual(plan.command(earlier), plan.command(state))) {
      plan.refresh?.(state);
      continue;
    }
    say(`${titleOf(part)} is restarted: its settings change.`);
    await endPart(part, state.processes[part]!);
    changed.push(part);
  }
  return changed;
}

async function startAll(
  plans: PartPlan[],
  state: LabState,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const started = new Map<PartName, Promise<void>>();
  const failed = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal;
  const start = (plan: PartPlan): Promise<void> => {
    const run = async () => {
      await Promise.all(plans.filter(({ part }) => plan.after?.includes(part)).map(start));
      const began = performance.now();
      await startPart(plan, state, stop);
      say(`${titleOf(plan.part)} is usable after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    };
    const running = started.get(plan.part) ?? run();
    started.set(plan.part, running);
    return running;
  };
  for (const plan of plans) void start(plan);
  try {
    await Promise.all(started.values());
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(started.values());
    throw signal?.aborted ? signal.reason : error;
  }
}

function isRunning(state: LabState | undefined, part: PartName): boolean {
  const id = state?.processes[part];
  return id !== undefined && isAlive(id);
}

/** The engines of a stack, and k6 for the load. */
export function neededEngines(plans: readonly PartPlan[]): GoEngineName[] {
  return [...new Set([...plans.flatMap((plan) => plan.engines), 'k6' as const])];
}

function withEnding(error: unknown, end: string): unknown {
  const failure = error instanceof LabError ? error : fileFailure(error);
  return failure ? new LabError({ ...failure.failure, end }) : error;
}
