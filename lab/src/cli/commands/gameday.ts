import { randomInt } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { LabError } from '../../base/lab-error.ts';
import { printable } from '../../base/printable.ts';
import {
  describeFault,
  describeMove,
  describeSolution,
  endGame,
  type Estimates,
  faultsIn,
  type Game,
  gameOn,
  type Level,
  levels,
  listSolutions,
  makeMove,
  parseEstimates,
  parseLine,
  playGame,
  readCause,
  readPart,
  readSince,
  refuseGame,
  reportOf,
  type Said,
  standingOf,
} from '../../gameday/index.ts';
import { type Capability, capabilityNames } from '../../parts/capabilities.ts';
import { type Stack, stacks } from '../../parts/parts.ts';
import type { RecordedLab } from '../../runtime/events/recorded-lab.ts';
import { findLab } from '../../runtime/find-lab.ts';
import { exitCodes } from '../exit-codes.ts';
import { GameTerminal } from '../game-terminal.ts';
import { causeList, gameRules, introduce, pointsInWords, questions } from '../game-words.ts';
import { Interrupted, interruptible } from '../interruptible.ts';
import { refuseOptionsBefore, refuseUnknownWord } from '../subcommands.ts';
import { chooseFrom, duration, integer, listOf, milliseconds } from '../values.ts';

type Options = {
  level: number;
  seed?: number;
  duration: string;
  load: number;
  estimate?: Estimates;
  report?: string;
  solution?: true;
  stack: Stack;
  with: Capability[];
};

/** `lab gameday` plays a game; its subcommands make moves in the one that is on, from any terminal. */
export function addGameDay(lab: Command): void {
  const command = lab
    .command('gameday')
    .description('Find out what is broken: a game with load, unknown faults, points and a report (docs/gameday.md)')
    .usage('[options] | gameday <command>')
    .option('--level <n>', 'How hard, 1 to 3; at 3 two things are broken', integer({ min: 1, max: levels.length }), 1)
    .option('--seed <n>', 'Which game; by default a random one', integer({ min: 1, max: 1_000_000 }))
    .option('--duration <time>', 'How long it lasts at most', duration, '10m')
    .option('--load <vus>', 'Concurrent virtual users of the load', integer({ min: 1, max: 1000 }), 10)
    .option('--estimate <list>', 'Minutes to notice, to find the part, to find the cause: 2,5,8', estimates)
    .option('--report <file>', 'Where the report is written; by default gameday-<seed>.md')
    .option('--solution', 'Show what this level and seed will break (without a seed: ten of them); needs no lab')
    .addOption(chooseFrom(new Option('--stack <name>', 'With --solution: the stack'), stacks).default('tempo'))
    .addOption(
      new Option('--with <list>', 'With --solution: the capabilities of the lab')
        .argParser(listOf(capabilityNames))
        .default([], 'none'),
    )
    .addHelpText('after', `\n${pointsInWords}`)
    .enablePositionalOptions()
    .allowExcessArguments() // a mistyped subcommand comes in as one, and is refused below with the closest
    .hook('preSubcommand', refuseOptionsBefore)
    .action(run);
  command
    .command('answer')
    .description('Answer; without an option, show what is asked')
    .option('--part <name>', 'The part that is broken')
    .option('--cause <n>', 'The number of the cause in the list, or the name of the fault')
    .option('--since <time>', 'The first bad second: 14:03:20, or "30 s ago"')
    .action(runAnswer);
  const add = (name: string, description: string, said: Said) =>
    command
      .command(name)
      .description(description)
      .action(() => move(said));
  add('noticed', 'Say that you see that something is wrong', { kind: 'noticed' });
  add('hint', 'Show the next hint, which costs points', { kind: 'hint' });
  add('give-up', 'End the game, and see the solution', { kind: 'give up' });
  command
    .command('note')
    .description('Note for the report what you look at')
    .argument('<text...>', 'What you look at')
    .action((words: string[]) => move({ kind: 'note', text: words.join(' ') }));
  command
    .command('end')
    .description('End the game without a report, also one whose command was killed: heal all, end the load')
    .action(runEnd);
}

function estimates(text: string): Estimates {
  const read = parseEstimates(text);
  if (read) return read;
  throw new InvalidArgumentError('Expected three numbers of minutes, such as 2,5,8.');
}

async function run(options: Options, command: Command): Promise<void> {
  refuseUnknownWord(command);
  const level = options.level as Level;
  if (options.solution) return showSolution(options, level);
  const lab = await findLab();
  refuseGame(lab);
  using terminal = process.stdin.isTTY && process.stdout.isTTY ? new GameTerminal() : undefined;
  const estimated = options.estimate ?? (terminal && (await askEstimates(terminal)));
  const seed = options.seed ?? randomInt(1, 1000);
  const say = (line: string) => (terminal ? terminal.say(printable(line)) : console.log(printable(line)));
  const seconds = milliseconds(options.duration) / 1000;
  for (const line of introduce(lab, { level, seed, seconds, vus: options.load })) say(line);
  const { game, healed } = await interruptible('The game day was ended before its end.', async (signal) => {
    terminal?.listen(
      (line) => void typed(lab, line, say),
      () => process.kill(process.pid, 'SIGINT'),
    );
    const onHangUp = () => process.kill(process.pid, 'SIGTERM'); // the terminal is gone
    process.once('SIGHUP', onHangUp);
    const tick = (passed: number) => terminal?.prompt(`${minutes(passed)} > `);
    return playGame(lab, { level, seed, seconds, vus: options.load, estimates: estimated, say, tick, signal }).finally(
      () => {
        terminal?.stop();
        process.off('SIGHUP', onHangUp);
      },
    );
  });
  await conclude(lab, game, terminal, options.report);
  if (game.over?.why !== 'answered' || !healed) process.exitCode = exitCodes.failed;
}

async function askEstimates(terminal: GameTerminal): Promise<Estimates | undefined> {
  for (;;) {
    const text = await terminal.ask(
      'How many minutes do you estimate to notice it, to find the part, to find the cause? (2,5,8; empty: none) ',
    );
    if (text === undefined) throw new Interrupted('Nothing was started.', 'SIGINT');
    const read = parseEstimates(text);
    if (read || !text.trim()) return read;
    console.log('Three numbers of minutes are expected, such as 2,5,8.');
  }
}

/** A line that was typed. What it does to the game is shown by the game. */
async function typed(lab: RecordedLab, line: string, say: (line: string) => void): Promise<void> {
  try {
    const game = gameOn(lab);
    if (!game) return;
    const said = parseLine(game, line);
    if (said === 'causes') for (const cause of causeList(game)) say(cause);
    else if (said === 'help') for (const rule of gameRules(game)) say(rule);
    else if (said) await makeMove(lab, said);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

/** The solution, what was looked at, and the report. */
async function conclude(
  lab: RecordedLab,
  game: Game,
  terminal: GameTerminal | undefined,
  given: string | undefined,
): Promise<void> {
  if (game.over?.why === 'ended') return console.log('The game day was ended by another command.');
  const { points, most } = standingOf(game);
  const say = (line: string) => console.log(line);
  say(
    `\n${points} of ${most} points. ${game.broken === undefined ? 'This would have been broken:' : 'What was broken:'}`,
  );
  for (const fault of faultsIn(game)) for (const line of describeFault(fault, lab)) say(line);
  const looked = await terminal?.ask('\nWhat did you look at? One line for the report, may be empty: ');
  const noted = looked
    ? { ...game, moves: [...game.moves, { at: Date.now() / 1000, kind: 'note', text: looked } as const] }
    : game;
  const file = resolve(given ?? freeName(`gameday-${game.seed}`));
  const report = reportOf(noted, lab);
  try {
    writeFileSync(file, report);
  } catch (error) {
    console.log(report); // it is not lost
    throw error;
  }
  say(`\nThe report: ${file}`);
}

/** A name that no earlier report has. */
function freeName(name: string): string {
  for (let n = 1; ; n++) {
    const file = `${name}${n === 1 ? '' : `-${n}`}.md`;
    if (!existsSync(file)) return file;
  }
}

function showSolution({ seed, stack, with: capabilities }: Options, level: Level): void {
  const lab = { stack, capabilities };
  const ten = Array.from({ length: 10 }, (_, i) => i + 1);
  for (const line of seed ? describeSolution(lab, level, seed) : listSolutions(lab, level, ten)) console.log(line);
}

async function runAnswer(options: { part?: string; cause?: string; since?: string }): Promise<void> {
  const lab = await findLab({ partly: true });
  const game = gameOn(lab);
  if (!game) throw new LabError({ what: 'No game day is on.', next: 'npm run lab -- gameday' });
  const { part, cause, since } = options;
  const all = [
    ...(part === undefined ? [] : [readPart(game, part)]),
    ...(cause === undefined ? [] : [readCause(game, cause)]),
    ...(since === undefined ? [] : [readSince(since)]),
  ];
  if (all.length === 0) for (const line of questions(game)) console.log(line);
  for (const said of all) await move(said, lab);
}

/** Makes a move in the game that is on and shows what became of it. A wrong answer is exit code 1. */
async function move(said: Said, given?: RecordedLab): Promise<void> {
  const lab = given ?? (await findLab({ partly: true }));
  const { move: made, game } = await makeMove(lab, said);
  console.log(printable(describeMove(made)));
  const isWrong = ('right' in made && !made.right) || ('worth' in made && made.worth === 'none');
  if (isWrong) process.exitCode = exitCodes.failed;
  if (game.over) console.log('The game is over: the solution and the report are where it was started.');
}

async function runEnd(): Promise<void> {
  const lab = await findLab({ partly: true });
  const wasOn = await endGame(lab, (line) => console.log(line));
  console.log(wasOn ? 'The game day is over, and nothing that it broke is on.' : 'No game day is on.');
}

/** 02:14 */
const minutes = (seconds: number) =>
  [Math.floor(seconds / 60), Math.floor(seconds % 60)].map((n) => String(n).padStart(2, '0')).join(':');
