import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import type { CallLimits, PeerClient } from '../peers/peer-client.ts';
import { type FlagContext, Flags } from './flags.ts';
import { processFaults } from './process-faults.ts';
import { requestFaults } from './request-faults.ts';
import { type Switch, switches } from './switches.ts';

/** Which flag sets which switch of the telemetry. */
export const switchFlags: Readonly<Record<string, Switch>> = {
  'lost-context': 'lostContext',
  'wrong-status': 'statusOk',
  'ids-in-span-names': 'idsInNames',
  'personal-data': 'personalData',
  sampling: 'sampled',
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
  readonly #flags: Flags;
  readonly #running = new Map<string, { value: number; end: () => void }>();
  /** How other roles are called now; what no flag sets is absent. */
  readonly calls: CallLimits = {};

  static async open(file: string, role: string, logger: Logger): Promise<Faults> {
    const faults = new Faults(role, await Flags.open(file, logger));
    await faults.#apply();
    faults.#flags.onChange(() => faults.#apply());
    return faults;
  }

  private constructor(role: string, flags: Flags) {
    this.#role = role;
    this.#flags = flags;
  }

  /** A handler for `route`, such as `GET /chain`, that comes before the route's own. */
  before(route: string, peers: PeerClient): RequestHandler {
    return (req, _res, next) => {
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

  close(): void {
    this.#flags.close();
    for (const { end } of this.#running.values()) end();
  }

  /** Makes the process what the flags say. */
  async #apply(): Promise<void> {
    const valueOf = (flag: string) => this.#flags.value(flag, { targetingKey: this.#role, role: this.#role });
    for (const [flag, name] of Object.entries(switchFlags)) switches[name] = await valueOf(flag);
    const calls: CallLimits = {};
    for (const [flag, limit] of Object.entries(callFlags)) {
      const value = await valueOf(flag);
      if (value !== 0) calls[limit] = value;
    }
    Object.assign(this.calls, { timeout: undefined, retries: undefined }, calls);
    for (const [flag, begin] of Object.entries(processFaults)) {
      const value = await valueOf(flag);
      const running = this.#running.get(flag);
      if (value === (running?.value ?? 0)) continue;
      running?.end();
      if (value === 0) this.#running.delete(flag);
      else this.#running.set(flag, { value, end: begin(value) });
    }
  }
}

/** The item that a request is about, in its URL or its body. */
function itemOf(req: Request): { item?: string } {
  const item =
    (req.params as Record<string, unknown>)['item'] ?? (req.body as Record<string, unknown> | undefined)?.['item'];
  return typeof item === 'string' ? { item } : {};
}
