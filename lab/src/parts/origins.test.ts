import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { isListOfOrigins } from '../../../docker/origins.ts';
import { LabError } from '../base/lab-error.ts';
import { checkout } from '../base/paths.ts';
import { readLabEnv } from './env-file.ts';

test.each(['', 'http://localhost:5173', 'http://a.example, https://b.example:8443'])(
  '%o is a list of origins',
  (text) => {
    expect(isListOfOrigins(text)).toBe(true);
  },
);

test.each([
  '*',
  'http://*',
  'https://*.example.com',
  'null',
  'localhost:5173',
  'http://localhost:80', // a browser leaves out the port 80
  'http://localhost/',
  'http://localhost,',
  'file:///index.html',
  'http://a b',
  "http://a]', x: [",
])('%o is not: it would let more pages in, or none', (text) => {
  expect(isListOfOrigins(text)).toBe(false);
});

test('origins that cannot be used are refused before anything starts, and the message says what is expected', () => {
  const read = () => readLabEnv({ shell: { OTLP_CORS_ORIGINS: '*' } });
  expect(read).toThrow(LabError);
  expect(read).toThrow(
    'OTLP_CORS_ORIGINS="*" (the shell); expected nothing, or origins separated by commas, such as http://localhost:5173',
  );
});

test('the guard of the compose files refuses them too', async () => {
  const guard = (OTLP_CORS_ORIGINS: string) =>
    execa({ env: { OTLP_CORS_ORIGINS }, reject: false })(process.execPath, [join(checkout, 'docker/guard.ts')]);
  expect(await guard('http://localhost:5173')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await guard('*')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('found     OTLP_CORS_ORIGINS=*'),
  });
});
