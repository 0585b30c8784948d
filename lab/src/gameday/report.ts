import { panel } from '@span-metrics-lab/grafana';
import { whereToLook } from '../faults/look.ts';
import { titleOf } from '../parts/parts.ts';
import type { Lab } from '../runtime/lab.ts';
import { type End, faultsIn, type Game } from './game.ts';
import { describeMove } from './judge.ts';
import { clock, span } from './moment.ts';
import { inLab } from './solution.ts';
import { standingOf } from './standing.ts';

const ends: Record<End, string> = {
  answered: 'everything was answered',
  'given up': 'given up',
  'time over': 'the time was over',
  ended: 'ended by another command',
};

/** A game that is over, as a page in Markdown. */
export function reportOf(game: Game, lab: Pick<Lab, 'endpoints' | 'stack' | 'capabilities'>): string {
  const { level, seed, runtime, begun, broken, moves, over } = game;
  const standing = standingOf(game);
  const since = (at: number | undefined) => (at === undefined || broken === undefined ? '–' : span(at - broken));
  const found =
    standing.partFound && standing.causeFound ? Math.max(standing.partFound, standing.causeFound) : undefined;
  const wrong = standing.wrong.part + standing.wrong.cause + standing.wrong.since;
  const notes = moves.flatMap((move) => (move.kind === 'note' && move.text ? [`- ${cell(move.text)}`] : []));
  return `# Game day, level ${level}, seed ${seed}

| | |
|---|---|
| lab | ${runtime}, ${inLab(game)} |
| began | ${new Date(begun * 1000).toLocaleDateString('sv')} ${clock(begun)} |
| first bad second | ${broken === undefined ? 'none: nothing was broken yet' : clock(broken)} |
| ended | ${over ? `${clock(over.at)}, ${ends[over.why]}` : '–'} |
| time to notice | ${since(standing.noticed)} |
| time to find | ${since(found)} |
| hints used | ${standing.hints} |
| wrong answers | ${wrong} |
| false alarms | ${standing.falseAlarms} |
| points | ${standing.points} of ${standing.most} |

## Estimate and time taken
| task | estimated | taken | comment |
|---|--:|--:|---|
${tasks(game, since).join('\n')}

## What was looked at
${notes.length > 0 ? notes.join('\n') : 'Nothing was noted.'}

## What happened
| time | |
|---|---|
${happened(game).join('\n')}

## What was broken
${faultsIn(game)
  .map((fault) =>
    [
      `### ${fault.name}: ${fault.does}`,
      `- part: ${titleOf(fault.game.part)}`,
      `- cause: ${fault.cause}`,
      `- how: ${fault.means.how}`,
      `- where it showed: *${panel(fault.sign.panel).title}* – ${fault.sign.look}`,
      ...whereToLook(lab, fault.sign).map((url) => `  - <${url}>`),
    ].join('\n'),
  )
  .join('\n\n')}
`;
}

function tasks(game: Game, since: (at: number | undefined) => string): string[] {
  const { estimates } = game;
  const { noticed, partFound, causeFound, wrong, hints, falseAlarms } = standingOf(game);
  const count = (n: number, what: string) => (n === 0 ? [] : [`${n} ${what}${n > 1 ? 's' : ''}`]);
  const row = (task: string, minutes: number | undefined, at: number | undefined, said: string[]) => {
    const isOver = minutes !== undefined && at !== undefined && at - game.broken! > minutes * 60;
    const comment = [...(at === undefined ? ['not done'] : []), ...(isOver ? ['longer than estimated'] : []), ...said];
    return `| ${task} | ${minutes === undefined ? '–' : `${minutes} min`} | ${since(at)} | ${comment.join(', ')} |`;
  };
  return [
    row('notice it', estimates?.notice, noticed, count(falseAlarms, 'false alarm')),
    row('find the part', estimates?.part, partFound, count(wrong.part, 'wrong answer')),
    row('find the cause', estimates?.cause, causeFound, [
      ...count(wrong.cause, 'wrong answer'),
      ...count(hints, 'hint'),
    ]),
  ];
}

function happened({ begun, broken, moves, over }: Game): string[] {
  const lines = [
    { at: begun, text: 'the load began' },
    ...(broken === undefined ? [] : [{ at: broken, text: '**the first bad second**' }]),
    ...moves.filter(({ kind }) => kind !== 'note').map((move) => ({ at: move.at, text: cell(describeMove(move)) })),
    ...(over ? [{ at: over.at, text: ends[over.why] }] : []),
  ];
  return lines.toSorted((a, b) => a.at - b.at).map(({ at, text }) => `| ${clock(at)} | ${text} |`);
}

/** A text of one line that changes no table. */
const cell = (text: string) => text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim();
