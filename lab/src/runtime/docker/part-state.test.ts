import { expect, test } from 'vitest';
import { stateOf, stateOfPart } from './part-state.ts';
import { container } from './testing.ts';

test.each([
  ['running and healthy', {}, { state: 'running' }],
  ['running, health not known yet', { health: 'starting' as const }, { state: 'starting' }],
  [
    'running and not answering',
    { health: 'unhealthy' as const, healthSaid: 'status 503' },
    { state: 'unhealthy', note: 'status 503' },
  ],
  ['paused', { state: 'paused' as const }, { state: 'unhealthy', note: 'paused' }],
  [
    'restarted again and again',
    { state: 'restarting' as const, exitCode: 1 },
    { state: 'died', note: 'ended with exit code 1; it is being restarted' },
  ],
  ['stopped by SIGTERM', { state: 'exited' as const, exitCode: 143 }, { state: 'stopped' }],
  ['killed', { state: 'exited' as const, exitCode: 137 }, { state: 'died', note: 'killed (SIGKILL)' }],
  [
    'out of memory',
    { state: 'exited' as const, exitCode: 137, outOfMemory: true },
    { state: 'died', note: 'killed for exceeding its memory limit' },
  ],
  ['created and never started', { state: 'created' as const }, { state: 'stopped', note: 'never started' }],
])('a container that is %s', (_, changed, due) => {
  expect(stateOf(container('gateway', changed))).toEqual(due);
});

test('SIGKILL after the grace period counts as a stop for a part that hangs at shutdown, unless memory ran out', () => {
  expect(stateOf(container('tempo', { state: 'exited', exitCode: 137 }), undefined, true)).toEqual({
    state: 'stopped',
  });
  expect(
    stateOf(container('tempo', { state: 'exited', exitCode: 137, outOfMemory: true }), undefined, true).state,
  ).toBe('died');
});

test('an engine without its own healthcheck has the health that its probe found', () => {
  const { health: _, ...engine } = container('otel-collector');
  const deaf = container('otel-collector-ready', { health: 'unhealthy', healthSaid: 'connect ECONNREFUSED' });
  expect(stateOfPart('collector', [engine, deaf])).toEqual({ state: 'unhealthy', note: 'connect ECONNREFUSED' });
  expect(stateOfPart('collector', [engine, container('otel-collector-ready')])).toEqual({ state: 'running' });
});

test('a part of two containers has the state of the worse one', () => {
  const both = [container('jaeger-query'), container('jaeger-collector', { state: 'exited', exitCode: 1 })];
  expect(stateOfPart('jaeger', both)).toEqual({ state: 'died', note: 'ended with exit code 1' });
});

test('a part without a container is stopped', () => {
  expect(stateOfPart('tempo', []).state).toBe('stopped');
});
