import { describeError, until } from '../base/poll.ts';
import { isAlive } from '../base/process-identity.ts';
import { faultNamed, faultsOn, healLab } from '../faults/switch.ts';
import type { RecordedLab } from '../runtime/events/recorded-lab.ts';
import { endProcess } from '../runtime/native/processes.ts';
import { changeGame, gameOn, isPlayed, removeGame } from './game-file.ts';

type Say = (line: string) => void;

/** Heals what a game broke, ends its load and forgets it. Says what was done; false if a fault could not be healed. */
export async function cleanUp(lab: RecordedLab, say: Say): Promise<boolean> {
  let healed = true;
  for (const { name } of faultsOn(lab).filter(({ secret }) => secret)) {
    // another command may be changing the lab at this moment
    await until(`${name} is off`, () => healLab(lab, faultNamed(name)).then(() => true), { every: 500 })
      .then(() => say(`${name} is off.`))
      .catch((error: unknown) => {
        healed = false;
        say(`${describeError(error)}\n  next      npm run lab -- heal ${name}`);
      });
  }
  const load = gameOn(lab)?.load;
  if (load && isAlive(load)) {
    await endProcess(load, 15_000, 'SIGINT');
    say('The load has ended.');
  }
  removeGame(lab);
  return healed;
}

/**
 * Ends a game from another command. The command that plays it does so if it runs; else, as after a SIGKILL, this one
 * does. False if no game was on.
 */
export async function endGame(lab: RecordedLab, say: Say): Promise<boolean> {
  const game = gameOn(lab);
  if (!game) return false;
  if (isPlayed(game)) {
    await changeGame(lab, (before) => ({ over: { at: Date.now() / 1000, why: 'ended' }, ...before }));
    const isGone = () => !gameOn(lab) || !isPlayed(game) || undefined;
    await until('the command of the game day heals what it broke', isGone, { deadline: 90_000 });
  }
  if (gameOn(lab)) await cleanUp(lab, say);
  return true;
}
