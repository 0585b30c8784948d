import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import type { CallLimits, PeerClient } from '../peers/peer-client.ts';
import { type FlagContext, Flags } from './flags.ts';
import { type Begin, processFaults } from './process-faults.ts';
import { requestFaults } from './request-faults.ts';
import { type Switch, switches } from './switches.ts';

/** Which flag sets which switch of the telemetry. */
export const switchFlags: Readonly<Record<string, Switch>> = {
  'lost-context': 'lostContext',
  'wrong-status': 'statusOk',
  'ids-in-span-names': 'idsInNames',
  'personal-data': 'personalData',
  sampling: 'sampled',
  'no-trace-ids': 'noTraceIds',
  'unbounded-span-names': 'randomNames',
  'ids-in-metric': 'idsInMetric',
  'unindexed-query': 'unindexedQuery',
  'cache-misses': 'cacheMisses',
  'poison-message': 'poison',
};

/** Which flag changes how other roles are called. */
export const callFlags: Readonly<Record<string, keyof CallLimits>> = {
  'calls-timeout': 'timeout',
  'calls-patient': 'timeout',
  'calls-retried': 'retries',
};

/** The faults of one process: flags of a file, which `lab break` writes. */
export class Faults {
  readonly #role: string;
  readonly #logger: Logger;
  readonly #flags: Flags;
  readonly #begins = new Map<string, Begin>(Object.entries(processFaults));
  readonly #running = new Map<string, { value: number; end: () => unknown }>();
  /** How other roles are called now; what no flag sets is absent. */
  readonly calls: CallLimits = {};

  static async open(file: string, role: string, logger: Logger): Promise<Faults> {
    const faults = new Faults(role, logger, await Flags.open(file, logger));
    await faults.#apply();
    faults.#flags.onChange(() => faults.#apply());
    return faults;
  }

  private constructor(role: string, logger: Logger, flags: Flags) {
    this.#role = role;
    this.#logger = logger;
    this.#flags = flags;
  }

  /** A handler for `route`, such as `GET /chain`, that comes before the route's own. */
  before(route: string, peers: PeerClient): RequestHandler {
    return (req, _res, next) => {
      if (this.#flags.areOff) return next();
      const enabled = Object.keys(requestFaults).filter((flag) => this.#flags.has(flag));
      if (enabled.length === 0) return next();
      this.#carryOut(enabled, { route, ...itemOf(req) }, peers).then(() => next(), next);
    };
  }

  async #carryOut(
    flags: readonly string[],
    about: Pick<FlagContext, 'route' | 'item'>,
    peers: PeerClient,
  ): Promise<void> {
    const context = { ...about, targetingKey: randomUUID(), role: this.#role };
    for (const flag of flags) {
      const value = await this.#flags.value(flag, context);
      if (value !== 0) await requestFaults[flag]!(value, { peers });
    }
  }

  /** A fault that a role itself can bring about, with what it has open. */
  add(flag: string, begin: Begin): void {
    this.#begins.set(flag, begin);
    void this.#begin(flag, begin);
  }

  close(): void {
    this.#flags.close();
    for (const { end } of this.#running.values()) void end();
  }

  /** Makes the process what the flags say. */
  async #apply(): Promise<void> {
    for (const [flag, name] of Object.entries(switchFlags)) switches[name] = await this.#valueHere(flag);
    const calls: CallLimits = {};
    for (const [flag, limit] of Object.entries(callFlags)) {
      const value = await this.#valueHere(flag);
      if (value !== 0) calls[limit] = value;
    }
    Object.assign(this.calls, { timeout: undefined, retries: undefined }, calls);
    for (const [flag, begin] of this.#begins) await this.#begin(flag, begin);
  }

  /** Begins a fault, or ends it, if its flag says another value than before. */
  async #begin(flag: string, begin: Begin): Promise<void> {
    const value = await this.#valueHere(flag);
    const running = this.#running.get(flag);
    if (value === (running?.value ?? 0)) return;
    this.#running.delete(flag);
    await running?.end();
    if (value === 0) return;
    try {
      this.#running.set(flag, { value, end: await begin(value) });
    } catch (error) {
      this.#logger.error({ flag, err: error as Error }, 'a fault could not be brought about');
    }
  }

  /** The value of a flag for this process. */
  #valueHere(flag: string): Promise<number> {
    return this.#flags.value(flag, { targetingKey: this.#role, role: this.#role });
  }
}

/** The item that a request is about, in its URL or its body. */
function itemOf(req: Request): { item?: string } {
  const item =
    (req.params as Record<string, unknown>)['item'] ?? (req.body as Record<string, unknown> | undefined)?.['item'];
  return typeof item === 'string' ? { item } : {};
}
