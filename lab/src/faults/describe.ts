import { panel } from '@span-metrics-lab/grafana';
import type { ProcessId } from '../base/process-identity.ts';
import type { Capability } from '../parts/capabilities.ts';
import type { Stack } from '../parts/parts.ts';
import { type Fault, type FaultGroup, groups, lackingFor, type Strength } from './fault.ts';
import type { FaultOn } from './switch.ts';

/** What a list says of a fault: `lab faults --json` and the console. The page imports this file too. */
export type FaultFacts = Pick<
  Fault,
  'name' | 'group' | 'does' | 'strength' | 'within' | 'namedBy' | 'counts' | 'cause'
> & {
  how: string;
  /** Title of the panel that shows it, and what is to be seen there. */
  panel: string;
  look: string;
  /** Why this lab cannot have it, and the command that changes that. */
  lacks?: string;
  next?: string;
};

/** The facts of a fault for a lab. */
export function factsOf(fault: Fault, lab: { capabilities: readonly Capability[]; stack: Stack }): FaultFacts {
  const { name, group, does, means, cause, within, counts, sign, strength, namedBy } = fault;
  const lacks = lackingFor(fault, lab);
  return {
    name,
    group,
    does,
    how: means.how,
    cause,
    within,
    counts,
    panel: panel(sign.panel).title,
    look: sign.look,
    ...(strength && { strength }),
    ...(namedBy && { namedBy }),
    ...(lacks && { lacks, next: startFor(fault) }),
  };
}

/** The command that starts a lab which can have a fault. */
export function startFor({ needs = [], stacks = [] }: Pick<Fault, 'needs' | 'stacks'>): string {
  const options = [
    ...(stacks[0] && stacks[0] !== 'tempo' ? [`--stack ${stacks[0]}`] : []),
    ...(needs.length > 0 ? [`--with ${needs.join(',')}`] : []),
  ];
  const start = `npm start${options.length > 0 ? ` -- ${options.join(' ')}` : ''}`;
  return stacks.length > 0 ? `npm stop && ${start}` : start; // a lab that runs keeps its stack
}

/** Where the faults of a group arise, as a heading. */
export function headingOf(group: FaultGroup): string {
  const title = groups[group];
  return `${title[0]!.toUpperCase()}${title.slice(1)}`;
}

/** What a strength may be. */
export function strengthInWords({ min, max, unit, usual }: Strength): string {
  return `${min} to ${max} ${unit} (${usual})`;
}

/** What names a fault; empty if nothing does, and somebody has to find it. */
export function namersOf(namedBy: Fault['namedBy']): string[] {
  const { alert, hop, rule } = namedBy ?? {};
  return [
    ...(alert ? [`alert ${alert}`] : []),
    ...(hop ? [`hop ${hop} of npm run check`] : []),
    ...(rule ? [`rule ${rule.id} of npm run lab -- score ${rule.service}`] : []),
  ];
}

/** What a fault does to the counts of requests and spans. */
export function countsInWords(counts: Fault['counts']): string {
  return counts === 'exact' ? 'exact' : counts.wrong;
}

/** The command that switches a fault on, for 2 min. */
export const breakCommand = (name: string): string => `npm run lab -- break ${name} --for 2m`;

/** The command that switches a fault off. */
export const healCommand = (name: string): string => `npm run lab -- heal ${name}`;

/** A fault that is on, in words: how long, how strong, and who ends it. */
export type OnInWords = { lasts: string; by?: string; ends: string; stays: boolean };

/** Whether a process still runs; undefined if that cannot be seen from here. */
type Runs = (owner: ProcessId) => boolean | undefined;

/** `self` is the process of the console that asks. */
export function onInWords(
  { name, since, until, strength, ...owner }: FaultOn,
  unit: string | undefined,
  { runs, self, now = Date.now() / 1000 }: { runs: Runs; self?: number; now?: number },
): OnInWords {
  const words = {
    lasts: `for ${Math.round(now - since)} s`,
    ...(unit !== undefined && { by: `${strength} ${unit}` }),
  };
  if (until === undefined) return { ...words, ends: `until somebody heals it: ${healCommand(name)}`, stays: true };
  const left = Math.round(until - now);
  const running = runs(owner);
  if (running === false || left < -overdue)
    return { ...words, ends: `what would have ended it is gone: ${healCommand(name)}`, stays: true };
  const who = !running
    ? `the command that began it, if that still runs: ${healCommand(name)}`
    : owner.pid === self
      ? 'this console'
      : `pid ${owner.pid}`;
  return { ...words, ends: `ends in ${Math.max(0, left)} s, by ${who}`, stays: false };
}

/** Seconds that the end of a fault may take: a part that is started again needs some. */
const overdue = 60;

/** The same as one line. */
export function onInALine(on: FaultOn, unit: string | undefined, runs: Runs): string {
  const { lasts, by, ends } = onInWords(on, unit, { runs });
  return `${[on.name, by, lasts].filter(Boolean).join(', ')}; ${ends}`;
}
