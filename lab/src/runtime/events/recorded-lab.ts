import { sendJson } from '../../backends/http.ts';
import { describeError } from '../../base/poll.ts';
import type { Capability } from '../../parts/capabilities.ts';
import { type LabEvent, SHOWN_EVENTS } from '../../parts/lab-event.ts';
import type { Endpoints, PartName, RuntimeName, Stack } from '../../parts/parts.ts';
import { EndedByForce, type Lab, type Load } from '../lab.ts';
import { annotate } from './annotate.ts';
import { EventLog, type KeptEvent } from './event-log.ts';

/**
 * A lab that keeps what is done to its parts: each stop, kill and start is an event in its log, an annotation where
 * Grafana runs, and a marker in the console. A Grafana, console or disk that does not take it is reported and blocks nothing.
 */
export class RecordedLab implements Lab {
  readonly name: string;
  readonly runtime: RuntimeName;
  readonly stack: Stack;
  readonly capabilities: readonly Capability[];
  readonly endpoints: Endpoints;
  readonly parts: readonly PartName[];
  readonly faultsFolder: string;
  readonly #lab: Lab;
  readonly #say: (line: string) => void;
  readonly #log: EventLog;

  constructor(lab: Lab, say: (line: string) => void = console.error) {
    this.name = lab.name;
    this.runtime = lab.runtime;
    this.stack = lab.stack;
    this.capabilities = lab.capabilities;
    this.endpoints = lab.endpoints;
    this.parts = lab.parts;
    this.faultsFolder = lab.faultsFolder;
    this.#lab = lab;
    this.#say = say;
    this.#log = new EventLog(lab.name);
  }

  /** The same lab without a record of what is done to its parts. */
  get unrecorded(): Lab {
    return this.#lab;
  }

  status() {
    return this.#lab.status();
  }
  logs(part: PartName, options: Parameters<Lab['logs']>[1]) {
    return this.#lab.logs(part, options);
  }
  load(load: Load) {
    return this.#lab.load(load);
  }

  async start(part: PartName, say = this.#say): Promise<void> {
    await this.#lab.start(part, say);
    await this.#record({ at: now(), part, what: 'started' });
  }

  async stop(part: PartName): Promise<void> {
    const at = now();
    try {
      await this.#lab.stop(part);
    } catch (error) {
      if (error instanceof EndedByForce) await this.#record({ at, part, what: 'killed' });
      throw error;
    }
    await this.#record({ at, part, what: 'stopped' });
  }

  async kill(part: PartName): Promise<void> {
    const at = now();
    await this.#lab.kill(part);
    await this.#record({ at, part, what: 'killed' });
  }

  async pause(part: PartName): Promise<void> {
    const at = now();
    await this.#lab.pause(part);
    await this.#record({ at, part, what: 'paused' });
  }

  async resume(part: PartName): Promise<void> {
    await this.#lab.resume(part);
    await this.#record({ at: now(), part, what: 'started' });
  }

  /** Keeps that a fault was switched on or off. */
  recordFault(event: LabEvent & { fault: string }): Promise<void> {
    return this.#record(event);
  }

  async down(options: { volumes: boolean }): Promise<void> {
    await this.#lab.down(options);
    if (options.volumes) this.#log.remove();
  }

  /** After a start of the lab: parts that had ended are back, and the console has no events yet. */
  async recordUp(): Promise<void> {
    for (const part of this.#log.ended().keys()) await this.#record({ at: now(), part, what: 'started' });
    await this.#tellConsole(this.#log.read());
  }

  async #record(event: LabEvent): Promise<void> {
    const annotation = await this.#annotate(event);
    try {
      this.#log.append({ ...event, ...(annotation !== undefined && { annotation }) });
    } catch (error) {
      this.#say(`No record is kept of this: ${describeError(error)}`);
    }
    if (event.part !== 'console' || event.what === 'started') await this.#tellConsole(this.#log.read());
  }

  async #annotate(event: LabEvent): Promise<number | undefined> {
    const { grafana } = this.endpoints;
    if (!grafana || (event.part === 'grafana' && event.what !== 'started')) return undefined; // written when it is back
    const ended = this.#begun(event);
    return annotate(grafana, event, ended).catch((error: unknown) => {
      this.#say(`Grafana did not store this as an annotation: ${describeError(error)}`);
      return undefined;
    });
  }

  /** The event that this one ends. */
  #begun({ what, part, fault }: LabEvent): KeptEvent | undefined {
    if (what === 'started') return this.#log.ended().get(part);
    return what === 'healed' && fault !== undefined ? this.#log.broken(fault) : undefined;
  }

  /** The console stores no events: it gets the newest ones whenever one is added. */
  async #tellConsole(events: LabEvent[]): Promise<void> {
    const { console } = this.endpoints;
    if (!console || events.length === 0) return;
    const newest = events.slice(-SHOWN_EVENTS);
    await sendJson('The console', `${console}/api/events`, 'PUT', newest).catch((error: unknown) =>
      this.#say(`The console shows no marker of this: ${describeError(error)}`),
    );
  }
}

function now(): number {
  return Date.now() / 1000;
}
