import { availableParallelism } from 'node:os';
import type { GoEngine, GoEngineName } from '../../parts/engines.ts';

export type BuildPhase = 'waiting' | 'downloading modules' | 'compiling' | 'linking' | 'ready';

/** State of a build, sent once per second and at each change of phase. Times in seconds. */
export type EngineProgress = {
  engine: GoEngineName;
  title: string;
  phase: BuildPhase;
  /** Since the build of this engine began. */
  seconds: number;
  /** Packages or modules done in this phase, and of how many, where known. */
  done: number;
  total: number | undefined;
  /** Engines after this one, and the estimate until all are ready. */
  left: GoEngineName[];
  secondsLeft: number;
};

const PLAIN_EVERY = 15;
const LINKING = 5;

/** Seconds that a cold build should take here: the parts table states them for two cores; more cores save at most three quarters. */
export function estimate(engine: GoEngine, cores = availableParallelism()): number {
  return engine.coldSeconds * Math.max(2 / cores, 0.25);
}

/** Seconds as a person says them. */
export function roughly(seconds: number): string {
  return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 30) / 2} min`;
}

/** One line for an update: `Tempo: compiling 312 of 1204 packages, 40 s; left: about 2 min, then Jaeger`. */
export function progressLine(update: EngineProgress): string {
  const unit = update.phase === 'compiling' ? 'packages' : update.phase === 'downloading modules' ? 'modules' : '';
  const count =
    !unit || (update.done === 0 && !update.total)
      ? ''
      : ` ${update.done}${update.total ? ` of ${update.total}` : ''} ${unit}`;
  const phase = update.phase === 'downloading modules' && count ? `downloading${count}` : `${update.phase}${count}`;
  const then = update.left.length > 0 ? `, then ${update.left.join(', ')}` : '';
  return `${update.title}: ${phase}, ${Math.round(update.seconds)} s; left: about ${roughly(update.secondsLeft)}${then}`;
}

/** Follows one engine after the other and reports: every second to `progress`, or plain lines to `say` in a pipe. */
export class BuildProgress {
  readonly #engines: readonly GoEngine[];
  readonly #say: (line: string) => void;
  readonly #progress: ((update: EngineProgress) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #engine: GoEngine | undefined;
  #phase: BuildPhase = 'waiting';
  #began = 0;
  #done = 0;
  #total: number | undefined;
  /** Share of the work that earlier builds have left, from 0 to 1. */
  #share = 1;
  #saidAt = 0;

  constructor(engines: readonly GoEngine[], say: (line: string) => void, progress?: (update: EngineProgress) => void) {
    this.#engines = engines;
    this.#say = say;
    this.#progress = progress;
  }

  /** Begins an engine's turn. */
  begin(engine: GoEngine): void {
    this.#engine = engine;
    this.#began = Date.now();
    this.#phase = 'waiting';
    this.#done = 0;
    this.#total = undefined;
    this.#share = 1;
    this.#timer ??= setInterval(() => this.#tick(), 1000);
  }

  phase(phase: BuildPhase, total?: number): void {
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#done = 0;
    this.#total = total;
    this.#report(true);
  }

  /** Begins to compile the stale ones of all packages. */
  compile(stale: number, all: number): void {
    this.#share = stale / Math.max(1, all);
    this.phase(stale > 1 ? 'compiling' : 'linking', stale);
  }

  /** One more package or module. */
  step(): void {
    this.#done += 1;
    if (this.#phase === 'compiling' && this.#done === this.#total) this.phase('linking');
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  get seconds(): number {
    return (Date.now() - this.#began) / 1000;
  }

  #tick(): void {
    this.#report(Date.now() - this.#saidAt >= PLAIN_EVERY * 1000);
  }

  #report(plain: boolean): void {
    const update = this.#update();
    if (!update) return;
    this.#progress?.(update);
    if (this.#progress || !plain) return;
    this.#saidAt = Date.now();
    this.#say(progressLine(update));
  }

  #update(): EngineProgress | undefined {
    const engine = this.#engine;
    if (!engine) return undefined;
    const later = this.#engines.slice(this.#engines.indexOf(engine) + 1);
    return {
      engine: engine.name,
      title: engine.title,
      phase: this.#phase,
      seconds: this.seconds,
      done: this.#done,
      total: this.#total,
      left: later.map((other) => other.name),
      secondsLeft: this.#ownLeft(engine) + later.reduce((sum, other) => sum + estimate(other), 0),
    };
  }

  /** By the share of packages that are still to compile; by the clock before the first is done. */
  #ownLeft(engine: GoEngine): number {
    if (this.#phase === 'linking') return LINKING;
    const compiled = this.#phase === 'compiling' && this.#total ? this.#done / this.#total : 0;
    const expected = estimate(engine) * this.#share;
    return LINKING + Math.max(0, Math.min(expected - (compiled > 0 ? 0 : this.seconds), expected * (1 - compiled)));
  }
}
