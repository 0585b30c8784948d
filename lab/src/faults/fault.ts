import type { HopName } from '../check/hop-names.ts';
import type { Capability } from '../parts/capabilities.ts';
import type { PartName, Stack } from '../parts/parts.ts';
import type { Means } from './means/means.ts';
import type { Sign } from './sign.ts';

/** Where a fault arises. */
export const groups = {
  application: 'in a service',
  telemetry: 'in what a service says about itself',
  pipeline: 'between the services and what shows them',
  network: 'on the way from one part to another',
  shop: 'in the stores and queues of the shop',
} as const;
export type FaultGroup = keyof typeof groups;

/** How strong a fault is, as `--strength` takes it. */
export type Strength = { usual: number; min: number; max: number; unit: string };

/** A fault that can be switched on and off in a running lab, and what shows it. */
export type Fault = {
  /** kebab-case, as `lab break` takes it. */
  name: string;
  group: FaultGroup;
  /** What goes wrong, in one sentence. */
  does: string;
  strength?: Strength;
  /** The capabilities that the lab must have for it. */
  needs?: readonly Capability[];
  /** The stacks that have it; all by default. */
  stacks?: readonly Stack[];
  means: Means;
  /** The panel that shows it, and what that panel shows then and only then. */
  sign: Sign;
  /** Within how many seconds, under the lab's load, the sign is there, and after a heal gone. */
  within: { seen: number; gone: number };
  /** What names it, where that is its job: an alert, a hop of the check, a rule of the score of a service. */
  namedBy?: { alert?: string; hop?: HopName; rule?: { id: string; service: string } };
  /** What the counts of requests and spans are meanwhile: exact, or wrong by what is said here. */
  counts: 'exact' | { wrong: string };
  /** The cause and why it looks as it does: what is to be learned. */
  cause: string;
  /** For game days: where it is, how hard it is to find, and hints from vague to plain. */
  game: { part: PartName; level: 1 | 2 | 3; hints: readonly [string, string] };
};

/** Why a lab cannot have a fault; undefined if it can. */
export function lackingFor(
  fault: Fault,
  lab: { capabilities: readonly Capability[]; stack: Stack },
): string | undefined {
  const missing = (fault.needs ?? []).filter((one) => !lab.capabilities.includes(one));
  if (missing.length > 0) return `it needs the capability ${missing.join(', ')}`;
  if (fault.stacks && !fault.stacks.includes(lab.stack)) return `it needs a stack of ${fault.stacks.join(' or ')}`;
  return undefined;
}
