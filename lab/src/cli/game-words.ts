import { causesOf, type Game, points, span, standingOf, stillAsked, tolerance } from '../gameday/index.ts';
import { pageOf } from '../parts/endpoints.ts';
import { titleOf } from '../parts/parts.ts';
import type { Lab } from '../runtime/lab.ts';

/** What counts, as help and every game say it. */
export const pointsInWords =
  `Points: part ${points.part}, cause ${points.cause} (for each fault); first bad second ${points.since} within ` +
  `${tolerance.full} s of it, ${points.since / 2} within ${tolerance.half} s; ` +
  `a hint ${points.hint}, a wrong answer ${points.wrong}.`;

type Played = Pick<Lab, 'endpoints' | 'parts' | 'stack' | 'capabilities'>;

/** What a player reads when a game begins: nothing else is needed to play. */
export function introduce(
  lab: Played,
  { level, seed, seconds, vus }: Pick<Game, 'level' | 'seed'> & { seconds: number; vus: number },
): string[] {
  const pages = lab.parts.flatMap((part) => {
    const url = pageOf(lab.endpoints, part);
    return url ? [`  ${titleOf(part).padEnd(12)} ${url}`] : [];
  });
  return [
    '',
    `Game day, level ${level}, seed ${seed}: at most ${span(seconds)}, under the load of ${vus} users.`,
    `All is normal at first. Within about a minute ${level === 3 ? 'two things break' : 'something breaks'}. Find out what, where, and since when.`,
    '',
    'Where to look:',
    ...pages,
    '  npm run status, npm run check, npm run lab -- logs <part>   in another terminal',
    '',
    ...gameRules({ ...lab, level }),
    '',
    ...causeList({ ...lab, level }),
    '',
  ];
}

/** What can be typed, and what it is worth. */
export function gameRules({ parts }: Pick<Game, 'parts' | 'level' | 'stack' | 'capabilities'>): string[] {
  return [
    'Type here; in another terminal the same is npm run lab -- gameday answer, noticed, hint, note, give-up:',
    '  noticed          as soon as you see that something is wrong',
    `  part <name>      where it is: ${parts.join(', ')}`,
    '  cause <number>   what it is, of the list; causes shows it again',
    '  since <time>     the first bad second: 14:03:20, or 30 s ago',
    '  hint             the next hint',
    '  note <text>      what you look at, for the report',
    '  give up          ends the game and shows the solution; so does the end of the time',
    'Ctrl-C ends the game without a report. Whatever ends it, what was broken is healed.',
    pointsInWords,
  ];
}

/** The numbered causes. */
export function causeList(game: Parameters<typeof causesOf>[0]): string[] {
  const causes = causesOf(game);
  const width = String(causes.length).length;
  return ['Causes:', ...causes.map(({ does }, i) => `  ${String(i + 1).padStart(width)}  ${does}`)];
}

/** What is asked, for somebody in another terminal. */
export function questions(game: Game): string[] {
  return [
    `Game day, level ${game.level}, seed ${game.seed}. Asked: ${stillAsked(standingOf(game)).join(', ')}.`,
    `  --part <name>    ${game.parts.join(', ')}`,
    '  --since <time>   14:03:20, or "30 s ago"',
    '  --cause <n>      of this list:',
    ...causeList(game).slice(1),
    pointsInWords,
  ];
}
