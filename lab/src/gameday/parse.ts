import { LabError } from '../base/lab-error.ts';
import type { Fault } from '../faults/fault.ts';
import { plausible } from './choose.ts';
import type { Game, Said } from './game.ts';
import { parseMoment } from './moment.ts';

/** What an answer is read with. */
export type Asked = Pick<Game, 'stack' | 'capabilities' | 'parts' | 'level'>;

/** The causes of a game's list, in its order: number 1 is the first. */
export const causesOf = (game: Asked): readonly Fault[] => plausible(game, game.level);

/** A part, by its name. Throws a LabError for one that this lab does not have. */
export function readPart({ parts }: Asked, text: string): Said {
  const part = parts.find((name) => name === text.trim().toLowerCase());
  if (part) return { kind: 'part', part };
  throw new LabError({ what: `This lab has no part "${text}".`, expected: `one of: ${parts.join(', ')}` });
}

/** A cause, by its number in the list or by the name of the fault. Throws a LabError for one that is not in it. */
export function readCause(game: Asked, text: string): Said {
  const list = causesOf(game);
  const fault = list[Number(text) - 1] ?? list.find(({ name }) => name === text.trim());
  if (fault) return { kind: 'cause', fault: fault.name };
  throw new LabError({
    what: `The list has no cause "${text}".`,
    expected: `a number from 1 to ${list.length}`,
    next: 'causes, which shows the list (in another terminal: npm run lab -- gameday answer)',
  });
}

/** The first bad second. Throws a LabError for what is no moment. */
export function readSince(text: string, now = Date.now() / 1000): Said {
  const moment = parseMoment(text, now);
  if (moment !== undefined) return { kind: 'since', moment };
  throw new LabError({ what: `"${text}" is no moment.`, expected: 'a clock time such as 14:03:20, or: 30 s ago' });
}

/** A line that was typed: what is said, or a word that only shows something. */
export function parseLine(game: Asked, line: string, now = Date.now() / 1000): Said | 'causes' | 'help' | undefined {
  const text = line.trim();
  const [word = '', ...others] = text.split(/\s+/);
  const rest = others.join(' ');
  switch (word.toLowerCase()) {
    case '':
      return undefined;
    case 'causes':
    case 'help':
      return word.toLowerCase() as 'causes' | 'help';
    case 'noticed':
    case 'hint':
      return { kind: word.toLowerCase() as 'noticed' | 'hint' };
    case 'give':
    case 'give-up':
      return /^give[ -]up$/i.test(text) ? { kind: 'give up' } : guess(game, text, now);
    case 'note':
      return { kind: 'note', text: rest };
    case 'part':
      return readPart(game, rest);
    case 'cause':
      return readCause(game, rest);
    case 'since':
      return readSince(rest, now);
    default:
      return guess(game, text, now);
  }
}

/** An answer without the word that says to what. */
function guess(game: Asked, text: string, now: number): Said {
  if (/^\d+$/.test(text)) return readCause(game, text);
  const moment = parseMoment(text, now);
  if (moment !== undefined) return { kind: 'since', moment };
  if (game.parts.some((part) => part === text.toLowerCase())) return readPart(game, text);
  throw new LabError({
    what: `"${text}" is no answer.`,
    expected:
      'part <name>, cause <number>, since <time>, noticed, hint, note <text>, give up; causes and help show more',
  });
}
