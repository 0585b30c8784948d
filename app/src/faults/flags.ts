import { readFile, stat } from 'node:fs/promises';
import type { Logger } from '../logger.ts';
import type { Evaluator } from './evaluator.ts';

/** What a flag may depend on: flagd's targeting rules read these names. `targetingKey` decides shares of requests. */
export type FlagContext = { targetingKey: string; role: string; route?: string; item?: string };

/** How often the file is looked at, ms. Polled, because bind mounts of some machines report no changes. */
const every = 500;

/**
 * The flags of a file in flagd's format (https://flagd.dev/reference/flag-definitions/), read again when it changes.
 * Values are numbers; 0 is off. While no flag is enabled, neither OpenFeature nor flagd's evaluator is loaded.
 */
export class Flags {
  readonly #file: string;
  readonly #logger: Logger;
  readonly #listeners: (() => unknown)[] = [];
  #evaluator: Evaluator | undefined;
  /** Of the file as it was when it was last read. */
  #stamp: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #enabled: ReadonlySet<string> = new Set();

  /** Reads `file` now and whenever it changes, until {@link close}. */
  static async open(file: string, logger: Logger): Promise<Flags> {
    const flags = new Flags(file, logger);
    await flags.#look();
    flags.#lookLater();
    return flags;
  }

  private constructor(file: string, logger: Logger) {
    this.#file = file;
    this.#logger = logger;
  }

  /** Whether every flag is off. */
  get areOff(): boolean {
    return this.#enabled.size === 0;
  }

  /** Whether a flag is enabled: for whom, its targeting says. */
  has(flag: string): boolean {
    return this.#enabled.has(flag);
  }

  /** The value of a flag for a request or, without a route, for the process; 0 if it is off. Each evaluation is an event of the active span. */
  async value(flag: string, context: FlagContext): Promise<number> {
    return this.#enabled.has(flag) ? this.#evaluator!.value(flag, context) : 0;
  }

  /** Calls `listener` after each change of the file. */
  onChange(listener: () => unknown): void {
    this.#listeners.push(listener);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #lookLater(): void {
    const timer = setTimeout(() => {
      void this.#look().finally(() => {
        if (this.#timer === timer) this.#lookLater();
      });
    }, every).unref();
    this.#timer = timer;
  }

  /** Reads the file if it is another one than was read. The stamp is taken first: what changes meanwhile is seen next time. */
  async #look(): Promise<void> {
    const stamp = await stampOf(this.#file);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    await this.#read();
  }

  async #read(): Promise<void> {
    try {
      const text = await readFile(this.#file, 'utf8');
      const { flags = {} } = JSON.parse(text) as { flags?: Record<string, { state?: string }> };
      const enabled = Object.keys(flags).filter((name) => flags[name]!.state === 'ENABLED');
      if (enabled.length > 0 || this.#evaluator) {
        this.#evaluator ??= await (await import('./evaluator.ts')).createEvaluator();
        this.#evaluator.configure(text);
      }
      this.#enabled = new Set(enabled);
      if (enabled.length > 0) this.#logger.warn({ flags: enabled }, 'faults are on');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') this.#enabled = new Set();
      else this.#logger.error({ err: error as Error }, 'the file of flags cannot be read: the flags stay as they are');
    }
    for (const listener of this.#listeners) await listener();
  }
}

/** Says which file it is, and which state of it; `none` if there is none. */
async function stampOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found ? `${found.ino} ${found.mtimeNs} ${found.size}` : 'none';
}
