import { LabError } from '../base/lab-error.ts';
import { titleOf } from '../parts/parts.ts';
import { faultNamed } from '../faults/switch.ts';
import { faultsIn, type Game, type Move, type Said } from './game.ts';
import { clock } from './moment.ts';
import { points, tolerance } from './points.ts';
import { standingOf, stillAsked } from './standing.ts';

/**
 * Judges what a player says. Before anything is broken every answer is wrong, and nothing tells that this is why. Throws
 * a LabError, at no cost, for what is answered already, and when there is no further hint.
 */
export function judge(game: Game, said: Said, at: number): Move {
  const { parts, causes, since } = standingOf(game);
  const isBroken = game.broken !== undefined && game.broken <= at;
  switch (said.kind) {
    case 'part': {
      if (game.moves.some((move) => move.kind === 'part' && move.right && move.part === said.part)) throw answered();
      if (parts.length === 0) throw answered();
      return { at, ...said, right: isBroken && parts.includes(said.part) };
    }
    case 'cause': {
      if (game.moves.some((move) => move.kind === 'cause' && move.right && move.fault === said.fault)) throw answered();
      if (causes.length === 0) throw answered();
      return { at, ...said, right: isBroken && causes.includes(said.fault) };
    }
    case 'since': {
      if (!since) throw answered();
      const off = isBroken ? Math.abs(said.moment - game.broken!) : Infinity;
      return { at, ...said, worth: off <= tolerance.full ? 'full' : off <= tolerance.half ? 'half' : 'none' };
    }
    case 'hint':
      return { at, kind: 'hint', text: nextHint(game) };
    default:
      return { at, ...said };
  }
}

/** A game after a move: over if nothing is left to be asked. */
export function after(game: Game, move: Move): Game {
  const moved = { ...game, moves: [...game.moves, move] };
  if (move.kind === 'give up') return { ...moved, over: { at: move.at, why: 'given up' } };
  return stillAsked(standingOf(moved)).length === 0 ? { ...moved, over: { at: move.at, why: 'answered' } } : moved;
}

/** Hints go from vague to plain, and leave out what is found. */
function nextHint(game: Game): string {
  const { parts, causes } = standingOf(game);
  const open = faultsIn(game).filter(({ name, game: { part } }) => parts.includes(part) || causes.includes(name));
  const hints = [0, 1].flatMap((step) => open.map((fault) => fault.game.hints[step as 0 | 1]));
  const next = hints.find((hint) => !game.moves.some((move) => move.kind === 'hint' && move.text === hint));
  if (next) return next;
  throw new LabError({
    what: 'There is no further hint.',
    next: 'give up, if you want to see the solution: npm run lab -- gameday give-up',
  });
}

/** A move in words, as its player sees it. */
export function describeMove(move: Move): string {
  const cost = `${points.wrong} points`;
  switch (move.kind) {
    case 'part':
      return move.right ? `✓ Part: ${titleOf(move.part)}.` : `✗ Part: not ${titleOf(move.part)} (${cost}).`;
    case 'cause': {
      const { does } = faultNamed(move.fault);
      return move.right ? `✓ Cause: ${does}` : `✗ Not the cause: ${does} (${cost})`;
    }
    case 'since': {
      const when = clock(move.moment);
      if (move.worth === 'none')
        return `✗ First bad second: ${when} is not within ${tolerance.half} s of it (${cost}).`;
      return move.worth === 'full'
        ? `✓ First bad second: ${when} is within ${tolerance.full} s of it.`
        : `✓ First bad second: ${when} is within ${tolerance.half} s of it, for half the points.`;
    }
    case 'hint':
      return `Hint (${points.hint} points): ${move.text}`;
    case 'noticed':
      return `Noticed at ${clock(move.at)}.`;
    case 'note':
      return `Noted: ${move.text}`;
    case 'give up':
      return 'Given up.';
  }
}

const answered = () =>
  new LabError({ what: 'This is answered already.', next: 'npm run lab -- gameday answer, which shows what is asked' });
