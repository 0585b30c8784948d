import { LabError } from '../base/lab-error.ts';
import type { Lab } from '../runtime/lab.ts';
import type { Game, Move, Said } from './game.ts';
import { changeGame, isPlayed } from './game-file.ts';
import { after, judge } from './judge.ts';

/**
 * Makes a move in the game that is on, from whichever terminal. Throws a LabError, at no cost, if there is none, if it
 * is over or its command is gone, and for what `judge` refuses.
 */
export async function makeMove(lab: Pick<Lab, 'faultsFolder'>, said: Said): Promise<{ move: Move; game: Game }> {
  let made: Move;
  const game = await changeGame(lab, (before) => {
    if (before.over) throw new LabError({ what: 'This game is over.', next: 'npm run lab -- gameday' });
    if (!isPlayed(before))
      throw new LabError({
        what: 'The command that played this game is gone.',
        next: 'npm run lab -- gameday end, which heals what it broke',
      });
    made = judge(before, said, Date.now() / 1000);
    return after(before, made);
  });
  return { move: made!, game };
}
