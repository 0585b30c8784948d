// Game days played by script: one lab, and a terminal of the tool for each move.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import { isAlive } from '../../lab/src/base/process-identity.ts';
import { isSeen } from '../../lab/src/faults/sign.ts';
import { faultNamed, faultsOn, sourcesOf } from '../../lab/src/faults/switch.ts';
import { untouchedFile } from '../../lab/src/runtime/fault-files.ts';
import { choose, clock, gameOn, type Level } from '../../lab/src/gameday/index.ts';
import { EventLog } from '../../lab/src/runtime/events/event-log.ts';
import { labCli } from '../support/cli.ts';
import { startLab } from '../support/start-lab.ts';

const lab = await startLab();
afterAll(() => lab[Symbol.asyncDispose]());
const reports = mkdtempSync(join(tmpdir(), 'span-metrics-lab-'));
afterAll(() => rmSync(reports, { recursive: true }));
afterEach(async () => void (await labCli(['gameday', 'end'])));

/** The seed whose game breaks this, the soonest. */
function seedOf(level: Level, ...names: string[]): number {
  const seeds = Array.from({ length: 2_000 }, (_, i) => i + 1)
    .map((seed) => ({ seed, ...choose(lab, level, seed) }))
    .filter(({ faults }) => names.every((name) => faults.some((fault) => fault.name === name)))
    .toSorted((a, b) => a.after - b.after);
  return seeds[0]!.seed;
}

const reportFile = (seed: number) => join(reports, `${seed}.md`);

/** Starts a game in a terminal of its own, and waits until it has begun. */
async function play(level: Level, seed: number, ...more: string[]) {
  const args = ['--level', `${level}`, '--seed', `${seed}`, '--load', '4', '--report', reportFile(seed)];
  const command = labCli(['gameday', ...args, ...more]);
  await until('the load of the game runs', () => gameOn(lab.lab)?.load);
  return { command, load: gameOn(lab.lab)!.load! };
}

/** The first bad second, once everything that the game breaks is broken. */
const broken = (faults = 1) =>
  until(
    'the game has broken what it breaks',
    () => (faultsOn(lab.lab).length === faults ? gameOn(lab.lab)?.broken : undefined),
    { deadline: 120_000 },
  );

async function expectNothingLeft(load: Parameters<typeof isAlive>[0]): Promise<void> {
  expect(faultsOn(lab.lab)).toEqual([]);
  expect(gameOn(lab.lab)).toBeUndefined();
  expect(isAlive(load)).toBe(false);
  expect(readFileSync(join(lab.lab.faultsFolder, 'flags.flagd.json'), 'utf8')).not.toContain('ENABLED');
  await until(
    'every part runs',
    async () => {
      const others = (await lab.lab.status()).filter(({ state }) => state !== 'running');
      if (others.length > 0) throw new Error(others.map(({ part, state }) => `${part} ${state}`).join(', '));
      return true;
    },
    { deadline: 60_000 },
  );
}

const events = () => new EventLog(lab.lab.name).read().filter(({ fault }) => fault !== undefined);

test('a whole game: a wrong answer, a hint, the right answers, and a report', async () => {
  const seed = seedOf(1, 'slow-route');
  const fault = faultNamed('slow-route');
  const { command, load } = await play(1, seed, '--estimate', '1,2,3');

  const early = await labCli(['gameday', 'answer', '--part', 'orders']);
  expect(early).toMatchObject({ exitCode: 1, stdout: '✗ Part: not orders (-10 points).' });

  const before = await fault.sign.read(sourcesOf(lab.lab), Date.now() / 1000);
  const since = await broken();
  await until(
    'the panel of the fault shows it',
    async () => isSeen(fault.sign, await fault.sign.read(sourcesOf(lab.lab), Date.now() / 1000), before) || undefined,
    { deadline: fault.within.seen * 1000 },
  );

  // nothing but its effects gives it away
  const shown = await labCli(['faults']);
  expect(shown.stdout).toContain('A game day is on: what it breaks is not shown.');
  expect(shown.stdout).not.toContain('●');
  const asJson = await labCli(['faults', '--json']);
  expect(JSON.parse(asJson.stdout)).not.toContainEqual(expect.objectContaining({ on: expect.anything() }));
  expect(events()).toEqual([]);
  expect((await labCli(['break', 'crash'])).stderr).toContain('A game day is on.');
  expect((await labCli(['heal', 'slow-route'])).stderr).toContain('A game day is on.');
  expect((await labCli(['gameday'])).stderr).toContain('A game day is on.');

  expect((await labCli(['gameday', 'noticed'])).exitCode).toBe(0);
  const wrong = await labCli(['gameday', 'answer', '--cause', 'crash']);
  expect(wrong).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^✗ Not the cause: /) });
  expect((await labCli(['gameday', 'hint'])).stdout).toBe(`Hint (-10 points): ${fault.game.hints[0]}`);
  expect((await labCli(['gameday', 'note', 'p95', 'by', 'route'])).exitCode).toBe(0);
  expect((await labCli(['gameday', 'answer'])).stdout).toContain('Asked: part, cause, first bad second.');
  const right = await labCli(['gameday', 'answer', '--part', 'orders', '--cause', fault.name, '--since', clock(since)]);
  expect(right.exitCode).toBe(0);
  expect(right.stdout).toContain('The game is over');

  const { exitCode, stdout } = await command;
  expect(exitCode).toBe(0);
  expect(stdout).toContain('slow-route is off.');
  expect(stdout).toContain('70 of 100 points. What was broken:');
  const report = readFileSync(reportFile(seed), 'utf8');
  for (const line of [
    `# Game day, level 1, seed ${seed}`,
    `| first bad second | ${clock(since)} |`,
    '| hints used | 1 |',
    '| wrong answers | 2 |',
    '| points | 70 of 100 |',
    '- p95 by route',
    `### slow-route: ${fault.does}`,
  ])
    expect(report.split('\n')).toContain(line);
  expect(report).toMatch(/^\| find the part \| 2 min \| .* s \| 1 wrong answer \|$/m);

  await expectNothingLeft(load);
  expect(events().map((event) => [event.what, event.fault])).toEqual([
    ['broken', 'slow-route'],
    ['healed', 'slow-route'],
  ]);
  expect(events()[0]!.at).toBe(since);
  expect(readFileSync(join(lab.lab.faultsFolder, 'collector.yaml'), 'utf8')).toBe(untouchedFile('collector.yaml'));
});

test('two faults at once are each asked for, and both are healed', async () => {
  const seed = seedOf(3, 'retry-storm', 'tempo-stopped');
  const { command, load } = await play(3, seed);
  const since = await broken(2);
  for (const name of ['tempo-stopped', 'retry-storm']) {
    const { part } = faultNamed(name).game;
    expect((await labCli(['gameday', 'answer', '--part', part, '--cause', name])).exitCode).toBe(0);
  }
  expect((await labCli(['gameday', 'answer', '--since', clock(since)])).exitCode).toBe(0);
  const { exitCode, stdout } = await command;
  expect({ exitCode, stdout }).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('170 of 170 points. What was broken:'),
  });
  await expectNothingLeft(load);
});

test('who gives up sees the solution', async () => {
  const seed = seedOf(1, 'slow-route');
  const { command, load } = await play(1, seed);
  await labCli(['gameday', 'give-up']);
  const { exitCode, stdout } = await command;
  expect(exitCode).toBe(1);
  expect(stdout).toContain('This would have been broken:\nslow-route: ');
  await expectNothingLeft(load);
});

test('a game whose time is over ends, with a report', async () => {
  const seed = seedOf(1, 'error-share');
  const { command, load } = await play(1, seed, '--duration', '5s');
  expect((await command).exitCode).toBe(1);
  expect(readFileSync(reportFile(seed), 'utf8')).toContain(', the time was over |');
  await expectNothingLeft(load);
});

test('a game that is interrupted heals its part and ends its load, and writes no report', async () => {
  const seed = seedOf(1, 'tempo-stopped');
  const { command, load } = await play(1, seed);
  await broken();
  expect((await lab.lab.status()).find(({ part }) => part === 'tempo')?.state).toBe('stopped');
  command.kill('SIGINT');
  const { exitCode, stdout, stderr } = await command;
  expect(exitCode).toBe(130);
  expect(stdout).toContain('tempo-stopped is off.');
  expect(stderr).toContain('The game day was ended before its end.');
  expect(existsSync(reportFile(seed))).toBe(false);
  await expectNothingLeft(load);
});

test.each([[['gameday', 'end']], [['heal']]])('after a SIGKILL of its command, lab %j cleans up', async (words) => {
  const seed = seedOf(1, 'error-share');
  const { command, load } = await play(1, seed);
  await broken();
  command.kill('SIGKILL');
  await command;
  expect({ on: faultsOn(lab.lab).length, load: isAlive(load) }).toEqual({ on: 1, load: true });
  expect((await labCli(['gameday', 'hint'])).stderr).toContain('npm run lab -- gameday end');
  const { exitCode, stdout } = await labCli(words);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('error-share is off.\nThe load has ended.\n');
  await expectNothingLeft(load);
});

test('no game begins in a lab in which a fault is on', async () => {
  expect((await labCli(['break', 'error-share'])).exitCode).toBe(0);
  const { exitCode, stderr } = await labCli(['gameday']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('found     error-share');
  await labCli(['heal']);
});
