import { existsSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { temporaryHome } from '../base/testing.ts';
import { changeGame, gameOn, refuseDuringGame, removeGame, writeGame } from './game-file.ts';
import { makeMove } from './move.ts';
import { refuseGame } from './refuse.ts';
import { gameOf } from './testing.ts';

const home = temporaryHome();
const lab = { faultsFolder: '' };
beforeEach(() => void (lab.faultsFolder = home.path));

const gone = { pid: process.pid, startTime: 'long ago' };

test('moves from several terminals at once are all kept', async () => {
  writeGame(lab, gameOf());
  await Promise.all(Array.from({ length: 10 }, (_, i) => makeMove(lab, { kind: 'note', text: `${i}` })));
  const notes = gameOn(lab)!.moves.map((move) => 'text' in move && move.text);
  expect(notes.toSorted()).toEqual(Array.from({ length: 10 }, (_, i) => `${i}`));
});

test('a move is refused where no game is on', async () => {
  await expect(makeMove(lab, { kind: 'hint' })).rejects.toThrow('No game day is on.');
  expect(existsSync(`${home.path}/gameday.json`)).toBe(false);
});

test('a move is refused once the game is over', async () => {
  writeGame(lab, gameOf());
  await makeMove(lab, { kind: 'give up' });
  await expect(makeMove(lab, { kind: 'hint' })).rejects.toThrow('This game is over.');
});

test('a move in a game whose command was killed names what cleans up', async () => {
  writeGame(lab, gameOf({ host: gone }));
  await expect(makeMove(lab, { kind: 'hint' })).rejects.toThrow('npm run lab -- gameday end');
});

test('no second game begins, nor another fault, until the first is over', async () => {
  expect(() => refuseGame(lab)).not.toThrow();
  writeGame(lab, gameOf());
  expect(() => refuseGame(lab)).toThrow('A game day is on.');
  expect(() => refuseDuringGame(lab)).toThrow('in another terminal');
  await changeGame(lab, (game) => ({ ...game, host: gone }));
  expect(() => refuseDuringGame(lab)).toThrow('the command that played it is gone');
  removeGame(lab);
  expect(() => refuseGame(lab)).not.toThrow();
});
