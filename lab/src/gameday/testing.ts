// What unit tests of this folder need.
import { identityOf } from '../base/process-identity.ts';
import { partsOf } from '../parts/parts.ts';
import type { Game, Said } from './game.ts';
import { after, judge } from './judge.ts';

export const begun = new Date(2026, 10, 27, 14, 0, 0).getTime() / 1000;

/** A game that began at 14:00:00 and in which something broke at 14:00:40. */
export function gameOf(given: Partial<Game> = {}): Game {
  return {
    runtime: 'native',
    stack: 'tempo',
    capabilities: [],
    parts: partsOf('tempo', 'native'),
    level: 1,
    seed: 7,
    host: identityOf(process.pid)!,
    begun,
    until: begun + 600,
    faults: ['slow-route'],
    broken: begun + 40,
    moves: [],
    ...given,
  };
}

/** A game after some moves, by the seconds since it began. */
export function played(game: Game, said: readonly [seconds: number, said: Said][]): Game {
  return said.reduce((now, [seconds, one]) => after(now, judge(now, one, begun + seconds)), game);
}
