import { expect, test } from 'vitest';
import { judgeEnvironment } from './judge-environment.ts';
import { languages, settingsFor, usualProtocol } from './settings-for.ts';

const lab = { grpc: 'http://127.0.0.1:4317', http: 'http://127.0.0.1:4318' };

test('what a language is told to set has no mistake', () => {
  for (const language of languages.filter((one) => one !== 'webjs')) {
    const lines = settingsFor(language, 'shop', lab).lines.filter((line) => line.startsWith('export '));
    const variables = Object.fromEntries(lines.map((line) => line.replace('export ', '').split('=')));
    expect(variables, language).toMatchObject({ OTEL_SERVICE_NAME: 'shop' });
    expect(judgeEnvironment(variables, lab, { service: 'shop', program: 'python3', listener: () => 'x' })).toEqual([]);
  }
});

test('a name with spaces is quoted for the shell', () => {
  expect(settingsFor('python', "it's mine", lab).lines[0]).toBe(`export OTEL_SERVICE_NAME='it'\\''s mine'`);
});

test('the usual protocol is known by the program', () => {
  expect(['node', 'python3.12', 'java', 'dotnet', 'app'].map(usualProtocol)).toEqual([
    'http/protobuf',
    'grpc',
    'http/protobuf',
    'grpc',
    undefined,
  ]);
});
