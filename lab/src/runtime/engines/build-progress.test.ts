import { afterEach, expect, test, vi } from 'vitest';
import { goEngine } from '../../parts/engines.ts';
import { estimate, progressLine, roughly } from './build-progress.ts';
import { terminalReporter } from './terminal-reporter.ts';

afterEach(() => void vi.unstubAllEnvs());

const update = {
  engine: 'tempo',
  title: 'Tempo',
  phase: 'compiling',
  seconds: 40.4,
  done: 312,
  total: 1204,
  left: ['jaeger'],
  secondsLeft: 320,
} as const;

test('a progress line states engine, phase, progress, seconds, and what is left', () => {
  expect(progressLine({ ...update, left: [...update.left] })).toBe(
    'Tempo: compiling 312 of 1204 packages, 40 s; left: about 5.5 min, then jaeger',
  );
});

test('the estimate is for two cores and shrinks with more cores, to a quarter at most', () => {
  const k6 = goEngine('k6');
  expect(estimate(k6, 2)).toBe(k6.coldSeconds);
  expect(estimate(k6, 4)).toBe(k6.coldSeconds / 2);
  expect(estimate(k6, 64)).toBe(k6.coldSeconds / 4);
});

test('durations are written as people say them', () => {
  expect([0.2, 42, 95, 480].map(roughly)).toEqual(['1 s', '42 s', '1.5 min', '8 min']);
});

test('a pipe gets plain lines; a terminal gets one line that updates itself', () => {
  const written: string[] = [];
  const write = (text: string | Uint8Array) => Boolean(written.push(String(text)));
  vi.stubEnv('TERM', 'xterm');
  expect(terminalReporter({ write })).not.toHaveProperty('progress');
  terminalReporter({ write }).say('a');
  terminalReporter({ write, isTTY: true, columns: 20 }).progress?.({ ...update, left: [] });
  expect(written).toEqual(['a\n', '\r\u001B[2KTempo: compiling 31']);
});

test('a dumb terminal gets plain lines', () => {
  vi.stubEnv('TERM', 'dumb');
  expect(terminalReporter({ write: () => true, isTTY: true })).not.toHaveProperty('progress');
});
