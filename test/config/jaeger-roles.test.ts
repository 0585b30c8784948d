import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';

/** The lines of a block of a configuration, without comments and without the settings that must differ between the roles. */
function block(file: string, name: string): string[] {
  const lines = readFileSync(join(checkout, 'jaeger', file), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.trim() === `${name}:`);
  if (start < 0) throw new Error(`${file} has no ${name}`);
  const depth = lines[start]!.search(/\S/);
  const end = lines.findIndex((line, i) => i > start && line.trim() !== '' && line.search(/\S/) <= depth);
  return lines
    .slice(start, end < 0 ? undefined : end)
    .map((line) => line.replace(/\s+#.*$/, '').trimEnd())
    .filter((line) => line.trim() !== '' && !/^\s*(#|create:)/.test(line));
}

test.each([
  ['config-collector.yaml', ['receivers', 'exporters', 'backends', 'healthcheckv2', 'metrics']],
  ['config-query.yaml', ['backends', 'metric_backends', 'jaeger_query', 'healthcheckv2', 'metrics']],
])('%s has the blocks of config.yaml', (file, names) => {
  for (const name of names) expect(block(file, name), name).toEqual(block('config.yaml', name));
});

test('exactly one role creates the schema', () => {
  const creates = ['config-collector.yaml', 'config-query.yaml'].map(
    (file) => /create: (\w+)/.exec(readFileSync(join(checkout, 'jaeger', file), 'utf8'))?.[1],
  );
  expect(creates).toEqual(['true', 'false']);
});
