import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from '../base/file-lock.ts';
import { LabError } from '../base/lab-error.ts';
import { isAlive } from '../base/process-identity.ts';
import { replaceFile } from '../base/replace-file.ts';
import type { Lab } from '../runtime/lab.ts';
import type { Game } from './game.ts';

type Place = Pick<Lab, 'faultsFolder'>;
const fileOf = ({ faultsFolder }: Place) => join(faultsFolder, 'gameday.json');

/** The game that is on in a lab; also one whose command was killed. */
export function gameOn(lab: Place): Game | undefined {
  const file = fileOf(lab);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Game) : undefined;
}

/** Whether the command that plays a game still runs, so that it ends it. */
export const isPlayed = ({ host }: Game): boolean => isAlive(host);

/** Begins the file of a game. */
export const writeGame = (lab: Place, game: Game): void =>
  replaceFile(fileOf(lab), `${JSON.stringify(game, null, 2)}\n`);

/** Changes a game while no other command does. Throws a LabError if none is on. */
export async function changeGame(lab: Place, change: (game: Game) => Game): Promise<Game> {
  await using _held = await lock(`${fileOf(lab)}.lock`, { onWait: () => {}, every: 20 });
  const changed = change(gameOn(lab) ?? fail());
  writeGame(lab, changed);
  return changed;
}

/** Forgets the game. */
export const removeGame = (lab: Place): void => rmSync(fileOf(lab), { force: true });

function fail(): never {
  throw new LabError({ what: 'No game day is on.', next: 'npm run lab -- gameday' });
}

/** Throws a LabError if a game day is on, which another fault, or a heal of one, would give away. */
export function refuseDuringGame(lab: Place): void {
  const game = gameOn(lab);
  if (!game) return;
  const how = isPlayed(game) ? 'in another terminal' : 'the command that played it is gone';
  throw new LabError({
    what: 'A game day is on.',
    expected: 'none',
    found: `level ${game.level}, seed ${game.seed}: ${how}`,
    next: 'npm run lab -- gameday end, which heals what it broke',
  });
}
