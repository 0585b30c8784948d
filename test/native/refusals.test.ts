import { afterAll, expect, test } from 'vitest';
import { commandLab } from './command-lab.ts';

const lab = await commandLab();
afterAll(() => lab[Symbol.asyncDispose]());

test.concurrent.each([
  [['frobnicate'], 'There is no command "frobnicate".'],
  [['up', '--stak', 'jaeger'], '`up` has no flag --stak.'],
  [['up', '--stack', 'zipkin'], '--stack cannot be "zipkin".'],
  [['down', 'now'], '`down` does not know what to do with "now".'],
  [['check', '--requests', 'many'], '--requests cannot be "many".'],
  [['load', '--duration', 'long'], '--duration cannot be "long".'],
  [['start'], 'No lab is running.'],
  [['down'], 'No lab is running.'],
])('refuses %j in words', async (args, words) => {
  const { exitCode, stderr } = await lab.run(...args);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/^\s+at /m); // no stack trace
});
