import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LabEvent } from '../../parts/lab-event.ts';
import type { PartName } from '../../parts/parts.ts';
import { labFiles } from '../lab-files.ts';

/** A stored event, with the number of its annotation if Grafana has one. */
export type KeptEvent = LabEvent & { annotation?: number };

/** The events of one lab, as a line of JSON each. They are removed with the lab's data. */
export class EventLog {
  readonly #file: string;

  /** `name` distinguishes the labs of one home. */
  constructor(name: string) {
    this.#file = join(labFiles().data, 'events', `${name}.jsonl`);
  }

  append(event: KeptEvent): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    appendFileSync(this.#file, `${JSON.stringify(event)}\n`);
  }

  /** Every event, the oldest first. */
  read(): KeptEvent[] {
    if (!existsSync(this.#file)) return [];
    const lines = readFileSync(this.#file, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as KeptEvent);
  }

  /** The event by which a fault that is still on began. */
  broken(fault: string): KeptEvent | undefined {
    const last = this.read().findLast((event) => event.fault === fault);
    return last?.what === 'broken' ? last : undefined;
  }

  /** The event that ended each part that has not been started since. */
  ended(): Map<PartName, KeptEvent> {
    const ended = new Map<PartName, KeptEvent>();
    for (const event of this.read()) {
      if (event.fault !== undefined) continue;
      if (event.what === 'started') ended.delete(event.part);
      else ended.set(event.part, event);
    }
    return ended;
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }
}
