import type { PartName } from '../parts/parts.ts';
import { faultsIn, type Game, type Move } from './game.ts';
import { mostPoints, points } from './points.ts';

/** Where a game stands. Times are seconds since the epoch. */
export type Standing = {
  /** What is still to be found: the parts and the names of the faults, and whether the first bad second is. */
  parts: readonly PartName[];
  causes: readonly string[];
  since: boolean;
  points: number;
  most: number;
  hints: number;
  wrong: { part: number; cause: number; since: number };
  /** When the player said it although nothing was broken. */
  falseAlarms: number;
  /** When the fault was noticed, and when the last part and the last cause were found. */
  noticed?: number;
  partFound?: number;
  causeFound?: number;
};

/** Adds up the moves of a game. */
export function standingOf(game: Pick<Game, 'faults' | 'moves' | 'broken'>): Standing {
  const { moves, broken } = game;
  const faults = faultsIn(game);
  const of = <K extends Move['kind']>(kind: K) =>
    moves.filter((move): move is Move & { kind: K } => move.kind === kind);
  const [saidParts, saidCauses, saidSince] = [of('part'), of('cause'), of('since')];
  const [rightParts, rightCauses] = [saidParts, saidCauses].map((said) => said.filter(({ right }) => right)) as [
    typeof saidParts,
    typeof saidCauses,
  ];
  const parts = faults.map(({ game: { part } }) => part).filter((part) => !rightParts.some((one) => one.part === part));
  const causes = faults.map(({ name }) => name).filter((name) => !rightCauses.some(({ fault }) => fault === name));
  const since = saidSince.find(({ worth }) => worth !== 'none');
  const hints = of('hint').length;
  const wrong = {
    part: saidParts.length - rightParts.length,
    cause: saidCauses.length - rightCauses.length,
    since: saidSince.filter(({ worth }) => worth === 'none').length,
  };
  const alarms = moves.filter(({ kind }) => ['noticed', 'part', 'cause', 'since'].includes(kind));
  const noticed = alarms.find(({ at }) => broken !== undefined && at >= broken);
  const sum =
    rightParts.length * points.part +
    rightCauses.length * points.cause +
    (since ? points.since / (since.worth === 'full' ? 1 : 2) : 0) +
    hints * points.hint +
    (wrong.part + wrong.cause + wrong.since) * points.wrong;
  return {
    parts,
    causes,
    since: since === undefined,
    hints,
    wrong,
    points: Math.max(0, sum),
    most: mostPoints(faults.length),
    falseAlarms: of('noticed').filter(({ at }) => broken === undefined || at < broken).length,
    ...(noticed && { noticed: noticed.at }),
    ...(parts.length === 0 && { partFound: rightParts.at(-1)!.at }),
    ...(causes.length === 0 && { causeFound: rightCauses.at(-1)!.at }),
  };
}

/** What a game still asks, in words. */
export function stillAsked({ parts, causes, since }: Standing): string[] {
  const each = (what: string, count: number) => (count > 1 ? [`${what} (${count})`] : count === 1 ? [what] : []);
  return [...each('part', parts.length), ...each('cause', causes.length), ...(since ? ['first bad second'] : [])];
}
