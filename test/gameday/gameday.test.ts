// Game days played by script: one lab, and a terminal of the tool for each move.
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, expect, test } from 'vitest';
import { isAlive } from '../../lab/src/base/process-identity.ts';
import { faultNamed, faultsOn } from '../../lab/src/faults/switch.ts';
import { clock } from '../../lab/src/gameday/index.ts';
import { labCli } from '../support/cli.ts';
import { Player } from '../support/gameday.ts';
import { startLab } from '../support/start-lab.ts';

const lab = await startLab();
afterAll(() => lab[Symbol.asyncDispose]());
const player = new Player(lab);
afterEach(async () => void (await labCli(['gameday', 'end'])));

test('a whole game: a wrong answer, a hint, the right answers, and a report', () => player.wholeGame());

test('two faults at once are each asked for, and both are healed', async () => {
  const seed = player.seedOf(3, 'retry-storm', 'tempo-stopped');
  const { command, load } = await player.play(3, seed);
  const since = await player.broken(2);
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
  await player.expectNothingLeft(load);
});

test('who gives up sees the solution', async () => {
  const seed = player.seedOf(1, 'slow-route');
  const { command, load } = await player.play(1, seed);
  await labCli(['gameday', 'give-up']);
  const { exitCode, stdout } = await command;
  expect(exitCode).toBe(1);
  expect(stdout).toContain('This would have been broken:\nslow-route: ');
  await player.expectNothingLeft(load);
});

test('a game whose time is over ends, with a report', async () => {
  const seed = player.seedOf(1, 'error-share');
  const { command, load } = await player.play(1, seed, '--duration', '5s');
  expect((await command).exitCode).toBe(1);
  expect(readFileSync(player.reportFile(seed), 'utf8')).toContain(', the time was over |');
  await player.expectNothingLeft(load);
});

test('a game that is interrupted heals its part and ends its load, and writes no report', async () => {
  const seed = player.seedOf(1, 'tempo-stopped');
  const { command, load } = await player.play(1, seed);
  await player.broken();
  expect((await lab.lab.status()).find(({ part }) => part === 'tempo')?.state).toBe('stopped');
  command.kill('SIGINT');
  const { exitCode, stdout, stderr } = await command;
  expect(exitCode).toBe(130);
  expect(stdout).toContain('tempo-stopped is off.');
  expect(stderr).toContain('The game day was ended before its end.');
  expect(existsSync(player.reportFile(seed))).toBe(false);
  await player.expectNothingLeft(load);
});

test.each([[['gameday', 'end']], [['heal']]])('after a SIGKILL of its command, lab %j cleans up', async (words) => {
  const seed = player.seedOf(1, 'error-share');
  const { command, load } = await player.play(1, seed);
  await player.broken();
  command.kill('SIGKILL');
  await command;
  expect({ on: faultsOn(lab.lab).length, load: isAlive(load) }).toEqual({ on: 1, load: true });
  expect((await labCli(['gameday', 'hint'])).stderr).toContain('npm run lab -- gameday end');
  const { exitCode, stdout } = await labCli(words);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('error-share is off.\nThe load has ended.\n');
  await player.expectNothingLeft(load);
});

test('no game begins in a lab in which a fault is on', async () => {
  expect((await labCli(['break', 'error-share'])).exitCode).toBe(0);
  const { exitCode, stderr } = await labCli(['gameday']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('found     error-share');
  await labCli(['heal']);
});
