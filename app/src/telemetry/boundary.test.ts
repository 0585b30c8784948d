import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, test } from 'vitest';

const src = join(import.meta.dirname, '..');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
);
const usesOpenTelemetry = (file: string) =>
  /from '(@opentelemetry\/|import-in-the-middle|@grpc\/)|import\('@opentelemetry/.test(
    readFileSync(join(src, file), 'utf8'),
  );

test('only app/src/telemetry imports OpenTelemetry', () => {
  const inside = (file: string) => file.startsWith(`telemetry${sep}`) || file.startsWith(`testing${sep}`);
  expect(files.filter((file) => usesOpenTelemetry(file) && !inside(file))).toEqual([]);
  expect(files.filter(usesOpenTelemetry).length).toBeGreaterThan(5); // the search finds something at all
});
