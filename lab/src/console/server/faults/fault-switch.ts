import { describeError } from '../../../base/poll.ts';
import type { Fault } from '../../../faults/fault.ts';
import { breakLab, faultNamed, type FaultOn, faultsOn, healLab } from '../../../faults/switch.ts';
import { refuseDuringGame } from '../../../gameday/index.ts';
import type { RecordedLab } from '../../../runtime/events/recorded-lab.ts';

/** ms until a fault that could not be ended is tried again. */
const AGAIN = 5_000;

/**
 * Switches the faults of a lab, one after the other, and ends those that have a time. If this process ends before, they stay
 * on: their note in the lab's folder names a process that is gone.
 */
export class FaultSwitch {
  readonly #find: () => Promise<RecordedLab>;
  readonly #again: number;
  /** Why a fault was not ended when its time was over. */
  readonly failed = new Map<string, string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(find: () => Promise<RecordedLab>, again = AGAIN) {
    this.#find = find;
    this.#again = again;
  }

  /** Switches a fault on: for some seconds, or until it is healed. Throws a LabError if the lab cannot have it now, as in a game. */
  break(fault: Fault, { strength, seconds }: { strength: number | undefined; seconds: number | undefined }) {
    return this.#inTurn(async () => {
      const until = seconds === undefined ? undefined : Date.now() / 1000 + seconds;
      const lab = await this.#find();
      refuseDuringGame(lab);
      const on = await breakLab(lab, fault, { strength, until });
      if (until !== undefined) this.#endLater(on, until * 1000 - Date.now());
    });
  }

  /** Switches one fault off, or all that are on. */
  heal(fault?: Fault): Promise<void> {
    return this.#inTurn(async () => {
      const lab = await this.#find();
      refuseDuringGame(lab);
      const due = fault ? [fault] : faultsOn(lab).map(({ name }) => faultNamed(name));
      for (const one of due) await this.#heal(lab, one);
    });
  }

  #endLater(on: FaultOn, ms: number): void {
    setTimeout(() => {
      void this.#inTurn(() => this.#end(on)).catch((error: unknown) => {
        this.failed.set(on.name, describeError(error));
        this.#endLater(on, this.#again);
      });
    }, ms).unref();
  }

  /** Ends a fault, unless somebody did, and perhaps began it again. */
  async #end({ name, since }: FaultOn): Promise<void> {
    const lab = await this.#find();
    const same = faultsOn(lab).some((one) => one.name === name && one.since === since);
    if (same) await this.#heal(lab, faultNamed(name));
  }

  async #heal(lab: RecordedLab, fault: Fault): Promise<void> {
    await healLab(lab, fault);
    this.failed.delete(fault.name);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }
}
