import { resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { chosenConfigs, configFiles } from './config-files.ts';

beforeEach(() => {
  for (const { variable } of Object.values(configFiles)) vi.stubEnv(variable, undefined);
});
afterEach(() => vi.unstubAllEnvs());

test('configuration files are read from the shell’s variables, with absolute paths', () => {
  vi.stubEnv('TEMPO_CONFIG', './mine.yaml');
  expect(chosenConfigs({ stack: 'tempo' }, 'docker')).toEqual({ tempo: resolve('mine.yaml') });
  expect(chosenConfigs({ stack: 'tempo', configs: {} }, 'docker')).toEqual({});
});

test('a file that no engine of this runtime reads is refused, and the error names the variable to use instead', () => {
  vi.stubEnv('JAEGER_CONFIG', './mine.yaml');
  expect(() => chosenConfigs({ stack: 'jaeger' }, 'docker')).toThrow(
    /JAEGER_CONFIG on the docker runtime[^]*JAEGER_COLLECTOR_CONFIG, JAEGER_QUERY_CONFIG[^]*--runtime native/,
  );
  expect(chosenConfigs({ stack: 'jaeger' }, 'native')).toEqual({ jaeger: resolve('mine.yaml') });
});

test('a file for a part that the stack does not have is refused', () => {
  vi.stubEnv('TEMPO_CONFIG', './mine.yaml');
  expect(() => chosenConfigs({ stack: 'jaeger' }, 'native')).toThrow('the jaeger stack has no Tempo');
});
