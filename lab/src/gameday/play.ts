import { setTimeout as wait } from 'node:timers/promises';
import { LabError } from '../base/lab-error.ts';
import { describeError, until } from '../base/poll.ts';
import { identityOf } from '../base/process-identity.ts';
import { breakLab } from '../faults/switch.ts';
import type { RecordedLab } from '../runtime/events/recorded-lab.ts';
import { choose, type Level } from './choose.ts';
import { cleanUp } from './end.ts';
import type { Estimates, Game } from './game.ts';
import { changeGame, gameOn, writeGame } from './game-file.ts';
import { describeMove } from './judge.ts';
import { clock } from './moment.ts';
import { standingOf, stillAsked } from './standing.ts';

export type PlayOptions = {
  level: Level;
  seed: number;
  /** How long the game lasts at most. */
  seconds: number;
  /** Virtual users of the load. */
  vus: number;
  estimates?: Estimates | undefined;
  say: (line: string) => void;
  /** Called several times a second with how long the game has lasted, s. */
  tick?: (seconds: number) => void;
  signal: AbortSignal;
};

/**
 * Plays a game to its end: load, a time in which all is normal, then a fault or two that nothing names. Moves come
 * through its file (`makeMove`), from any terminal. However it ends, what it broke is healed and its load ends.
 */
export async function playGame(lab: RecordedLab, options: PlayOptions): Promise<{ game: Game; healed: boolean }> {
  const { level, seed, seconds, estimates, say, signal } = options;
  const { faults, after } = choose(lab, level, seed);
  const { runtime, stack, capabilities, parts } = lab;
  const begun = Date.now() / 1000;
  let game: Game = {
    level,
    seed,
    runtime,
    stack,
    capabilities,
    parts,
    begun,
    until: begun + seconds,
    moves: [],
    host: identityOf(process.pid)!,
    faults: faults.map(({ name }) => name),
    ...(estimates && { estimates }),
  };
  let healed = true;
  writeGame(lab, game);
  const load = startLoad(lab, options);
  try {
    let shown = 0;
    /** Shows the moves that come in, until the game is over or the time has come. */
    const follow = async (due = Infinity): Promise<void> => {
      for (;;) {
        signal.throwIfAborted();
        if (load.failed) throw load.failed;
        game = gameOn(lab) ?? { ...game, over: { at: Date.now() / 1000, why: 'ended' } };
        for (const move of game.moves.slice(shown)) {
          say(`${clock(move.at)}  ${describeMove(move)}`);
          if (['part', 'cause', 'since'].includes(move.kind) && !game.over)
            say(`          Asked: ${stillAsked(standingOf(game)).join(', ')}.`);
        }
        shown = game.moves.length;
        const now = Date.now() / 1000;
        if (game.over || now >= due) return;
        if (now >= game.until) game = await changeGame(lab, (it) => ({ over: { at: now, why: 'time over' }, ...it }));
        if (game.over) return;
        options.tick?.(now - begun);
        await wait(200, undefined, { signal });
      }
    };
    await follow(begun + after);
    for (const fault of game.over ? [] : faults) {
      // another command may be changing the lab at this moment
      const { since } = await until('the lab can be broken', () => breakLab(lab, fault, { secret: true }), {
        every: 500,
        signal,
      });
      game = await changeGame(lab, (it) => ({ broken: since, ...it }));
    }
    await follow();
  } finally {
    healed = await cleanUp(lab, say);
    await load.stop();
  }
  return { game, healed };
}

/** Starts the load beside everything else. It is noted, so that another command can end it. */
function startLoad(lab: RecordedLab, { seconds, vus }: PlayOptions): { failed?: Error; stop: () => Promise<void> } {
  const stopping = new AbortController();
  const state: { failed?: Error } = {};
  const spare = 120; // s, for a fault that takes its time; the game ends the load
  const ended = lab
    .load({
      duration: `${Math.ceil(seconds + spare)}s`,
      vus,
      quiet: true,
      signal: stopping.signal,
      onStart: (load) =>
        void changeGame(lab, (game) => ({ ...game, load })).catch((error: unknown) => (state.failed = error as Error)),
    })
    .then(({ exitCode, lastLine }) => {
      state.failed = new LabError({
        what: 'The load of the game day has ended too early.',
        found: lastLine || `exit code ${exitCode}`,
        next: 'npm run load, which shows why; then npm run lab -- gameday',
      });
    })
    .catch((error: unknown) => void (state.failed = error instanceof Error ? error : new Error(describeError(error))));
  return Object.assign(state, {
    stop: () => {
      stopping.abort();
      return ended;
    },
  });
}
