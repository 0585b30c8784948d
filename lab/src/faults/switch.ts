import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../base/lab-error.ts';
import { Prometheus } from '../backends/prometheus.ts';
import { storesOf } from '../backends/stores.ts';
import { identityOf, type ProcessId } from '../base/process-identity.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { RecordedLab } from '../runtime/events/recorded-lab.ts';
import type { Lab } from '../runtime/lab.ts';
import { faults } from './catalogue/index.ts';
import { healCommand, startFor } from './describe.ts';
import { type Fault, lackingFor } from './fault.ts';
import { readBefore, type Sources } from './sign.ts';

/** A fault that is on, with the process that will end it. Times are seconds since the epoch. */
export type FaultOn = ProcessId & {
  name: string;
  since: number;
  /** When the command that began it will end it. */
  until?: number;
  strength: number;
  /** What its sign read in the moment before; absent if it read nothing. */
  before?: number;
  /** Nothing shows it but its effects: its events are recorded when it is healed. */
  secret?: true;
};

const fileOf = ({ faultsFolder }: Pick<Lab, 'faultsFolder'>) => join(faultsFolder, 'on.json');

/** The faults that are on, the oldest first; those whose command has ended as well. */
export function faultsOn(lab: Pick<Lab, 'faultsFolder'>): FaultOn[] {
  const file = fileOf(lab);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as FaultOn[]) : [];
}

/** Looks a fault up by its name. */
export function faultNamed(name: string): Fault {
  const found = faults.find((fault) => fault.name === name);
  if (!found) throw new LabError({ what: `There is no fault "${name}".`, next: 'npm run lab -- faults' });
  return found;
}

/** What the signs of faults are read from. */
export const sourcesOf = (lab: Pick<Lab, 'endpoints' | 'stack'>): Sources => ({
  prometheus: new Prometheus(lab.endpoints.prometheus),
  stores: storesOf(lab.endpoints),
  stack: lab.stack,
});

/**
 * Switches a fault on. It is noted before anything is done, so that it can be undone even if this process ends in between;
 * if it cannot be brought about, what was begun is undone. A secret one is recorded no sooner than it is healed.
 * Throws a LabError that says why the lab cannot have it now.
 */
export async function breakLab(
  lab: RecordedLab,
  fault: Fault,
  {
    strength = fault.strength?.usual ?? 1,
    until,
    secret = false,
  }: { strength?: number | undefined; until?: number | undefined; secret?: boolean } = {},
): Promise<FaultOn> {
  refuse(lab, fault);
  const at = now();
  const before = await readBefore(fault.sign, sourcesOf(lab), at);
  const on: FaultOn = {
    name: fault.name,
    since: now(),
    strength,
    ...identityOf(process.pid)!,
    ...(until !== undefined && { until }),
    ...(before !== undefined && { before }),
    ...(secret && { secret }),
  };
  write(lab, [...faultsOn(lab), on]);
  try {
    await fault.means.begin(secret ? lab.unrecorded : lab, strength);
  } catch (error) {
    await fault.means.end(secret ? lab.unrecorded : lab).catch(() => {}); // the first error says more
    write(lab, without(faultsOn(lab), fault.name));
    throw error;
  }
  if (!secret) await recordBroken(lab, fault, on);
  return on;
}

/** Switches a fault off, also one that is only partly on. */
export async function healLab(lab: RecordedLab, fault: Fault): Promise<void> {
  const on = faultsOn(lab).find(({ name }) => name === fault.name);
  await fault.means.end(on?.secret ? lab.unrecorded : lab);
  write(lab, without(faultsOn(lab), fault.name));
  if (on?.secret) await recordBroken(lab, fault, on);
  if (on) await lab.recordFault({ at: now(), part: fault.game.part, what: 'healed', fault: fault.name });
}

function recordBroken(lab: RecordedLab, fault: Fault, { since }: FaultOn): Promise<void> {
  return lab.recordFault({ at: since, part: fault.game.part, what: 'broken', fault: fault.name });
}

function refuse(lab: Lab, fault: Fault): void {
  const lacks = lackingFor(fault, lab);
  if (lacks)
    throw new LabError({
      what: `This lab cannot have the fault ${fault.name}.`,
      found: `the ${lab.stack} stack${lab.capabilities.length > 0 ? ` with ${lab.capabilities.join(', ')}` : ''}: ${lacks}`,
      next: startFor(fault),
    });
  const on = faultsOn(lab);
  if (on.some(({ name }) => name === fault.name))
    throw new LabError({ what: `The fault ${fault.name} is already on.`, next: healCommand(fault.name) });
  const other = on.find(({ name }) => faultNamed(name).means.changes === fault.means.changes);
  if (other)
    throw new LabError({
      what: `${fault.name} and ${other.name} cannot be on at once.`,
      found: `both change the ${fault.means.changes}`,
      next: healCommand(other.name),
    });
}

const without = (on: readonly FaultOn[], gone: string) => on.filter(({ name }) => name !== gone);

const write = (lab: Lab, on: readonly FaultOn[]) => replaceFile(fileOf(lab), `${JSON.stringify(on, null, 2)}\n`);

const now = () => Date.now() / 1000;
