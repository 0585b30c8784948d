import type { ProcessId } from '../base/process-identity.ts';
import { faultNamed } from '../faults/switch.ts';
import type { Fault } from '../faults/fault.ts';
import type { PartName } from '../parts/parts.ts';
import type { Lab } from '../runtime/lab.ts';
import type { Level } from './choose.ts';

/** What a player does. `fault` is the name of the one whose description was chosen as the cause. */
export type Said =
  | { kind: 'noticed' }
  | { kind: 'part'; part: PartName }
  | { kind: 'cause'; fault: string }
  | { kind: 'since'; moment: number }
  | { kind: 'hint' }
  | { kind: 'note'; text: string }
  | { kind: 'give up' };

/** What a player did, and what it was worth. */
export type Move = { at: number } & (
  | { kind: 'noticed' | 'give up' }
  | { kind: 'part'; part: PartName; right: boolean }
  | { kind: 'cause'; fault: string; right: boolean }
  | { kind: 'since'; moment: number; worth: 'full' | 'half' | 'none' }
  | { kind: 'hint' | 'note'; text: string }
);

/** Why a game is over. */
export type End = 'answered' | 'given up' | 'time over' | 'ended';

/** How many minutes a player expects to need, from the first bad second on. */
export type Estimates = { notice: number; part: number; cause: number };

/** A game day, as its file has it. Times are seconds since the epoch. */
export type Game = Pick<Lab, 'runtime' | 'stack' | 'capabilities' | 'parts'> & {
  level: Level;
  seed: number;
  /** The command that plays it, and the load that it started. */
  host: ProcessId;
  load?: ProcessId;
  begun: number;
  /** When its time is over. */
  until: number;
  estimates?: Estimates;
  /** Names of the faults that it breaks. */
  faults: readonly string[];
  /** The first bad second, once there is one. */
  broken?: number;
  moves: readonly Move[];
  over?: { at: number; why: End };
};

/** What a game breaks, or broke. */
export const faultsIn = ({ faults }: Pick<Game, 'faults'>): Fault[] => faults.map(faultNamed);
