import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Capability } from '../../parts/capabilities.ts';
import type { GoEngineName } from '../../parts/engines.ts';
import { type LabEnv, readLabEnv } from '../../parts/env-file.ts';
import { LabError } from '../../base/lab-error.ts';
import { type PartName, partTitles, type Stack } from '../../parts/parts.ts';
import { type EngineProgress, provideEngines } from '../engines/provide-engines.ts';
import type { Lab } from '../lab.ts';
import { withLabLock } from '../lab-lock.ts';
import { NativeLab, takeDown } from './native-lab.ts';
import { startPart } from './part-process.ts';
import { type PartPlan, plansOf } from './plans/index.ts';
import { refuseTakenPorts } from './port-check.ts';
import { isAlive } from '../../base/process-identity.ts';
import { isStale, labFiles, type LabState, readState, removeState, writeState } from './state-file.ts';

/** What `up` may be told. `configs` gives an engine another configuration file than the usual one. */
export type UpOptions = {
  stack: Stack;
  capabilities?: readonly Capability[];
  say: (line: string) => void;
  /** Renews itself in a terminal while engines are built; without it, plain lines go to `say`. */
  progress?: ((update: EngineProgress) => void) | undefined;
  signal?: AbortSignal | undefined;
  env?: LabEnv;
  configs?: Record<string, string>;
};

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
  const env = earlier?.env ?? options.env ?? readLabEnv();
  const plans = plansOf(options.stack);
  const due = plans.filter((plan) => !isRunning(earlier, plan.part));
  if (!earlier) await refuseTakenPorts(due, env, 'Nothing was started.');

  const others = await Promise.all(plans.map((plan) => plan.provide?.({ env, say, signal }))); // before minutes of building
  const engines = await provideEngines(neededEngines(plans), {
    env,
    say,
    ...(progress && { progress }),
    ...(signal && { signal }),
  });
  const state: LabState = earlier ?? {
    version: 1,
    stack: options.stack,
    startedAt: new Date().toISOString(),
    phase: 'starting',
    env,
    configs: options.configs ?? configsFromShell(),
    engines: Object.assign(
      Object.fromEntries([...engines].map(([name, { path, origin, version }]) => [name, { path, origin, version }])),
      ...others,
    ),
    processes: {},
  };
  await refuseTakenPorts(due, env, 'Nothing was started.'); // the build may have taken minutes
  mkdirSync(labFiles().data, { recursive: true });
  try {
    await startAll(due, state, say, signal);
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

/** A lab of before: undefined when there is none to go on with; throws when it is whole and up. */
async function earlierLab({ stack, say }: UpOptions): Promise<LabState | undefined> {
  const state = readState();
  if (!state) return undefined;
  if (isStale(state)) {
    say(`A lab of ${state.startedAt} left its state behind, but none of its processes runs: starting anew.`);
    removeState();
    return undefined;
  }
  if (state.phase === 'starting') {
    say('A start of before was cut off: ending what it left.');
    await takeDown(state, { volumes: false });
    return undefined;
  }
  const missing = plansOf(state.stack).filter((plan) => !isRunning(state, plan.part));
  if (state.stack !== stack || missing.length === 0) {
    throw new LabError({
      what: 'A lab is up already.',
      expected: 'no running lab',
      found: `the ${state.stack} stack, since ${state.startedAt}`,
      next: state.stack === stack ? 'npm run status, or: npm stop' : `npm stop && npm start -- --stack ${stack}`,
      end: 'Nothing was changed.',
    });
  }
  say(`The lab is up without ${missing.map((plan) => partTitles[plan.part]).join(', ')}: starting what is missing.`);
  return state;
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
  for (const plan of plans) {
    const run = async () => {
      await Promise.all((plan.after ?? []).map((part) => started.get(part)));
      const began = performance.now();
      await startPart(plan, state, stop);
      say(`${partTitles[plan.part]} is usable after ${((performance.now() - began) / 1000).toFixed(1)} s`);
    };
    started.set(plan.part, run());
  }
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

/** COLLECTOR_CONFIG, TEMPO_CONFIG …: another scenario than the stack's usual one. JAEGER_UI_DIR: a build of Jaeger's UI. */
function configsFromShell(): Record<string, string> {
  const configs = ['collector', 'tempo', 'prometheus', 'jaeger', 'cassandra'].map((engine) => [
    engine,
    process.env[`${engine.toUpperCase()}_CONFIG`],
  ]);
  return Object.fromEntries(
    [...configs, ['jaeger-ui', process.env['JAEGER_UI_DIR']]].flatMap(([name, path]) =>
      path ? [[name, resolve(path)]] : [],
    ),
  );
}

function withEnding(error: unknown, end: string): unknown {
  return error instanceof LabError ? new LabError({ ...error.failure, end }) : error;
}
