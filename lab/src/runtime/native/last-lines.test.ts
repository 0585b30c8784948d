import { expect, test } from 'vitest';
import { tail } from './last-lines.ts';

test('the last lines of a log are its messages, without empty lines and the frames of a stack', () => {
  const log = [
    'started',
    'ERROR Socket server failed to bind: Address already in use',
    '\tat java.base/sun.nio.ch.Net.bind(Net.java:555)',
    'Caused by: java.net.BindException: Address already in use',
    '\t... 18 more',
    '',
    'bye at 12:00',
  ].join('\n');
  expect(tail(log, 3)).toBe(
    'ERROR Socket server failed to bind: Address already in use\nCaused by: java.net.BindException: Address already in use\nbye at 12:00',
  );
});
