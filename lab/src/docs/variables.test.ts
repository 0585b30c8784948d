import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { variableGroups } from '../parts/variables.ts';

const declared = variableGroups.flatMap(({ variables }) => variables.map(({ name }) => name));

/** How each kind of file reads a variable; the first group is its name. */
const readers: { files: string[]; reads: RegExp[] }[] = [
  {
    files: [
      'lab/src/**/*.{ts,tsx}',
      'lab/bin/*.mjs',
      'app/src/**/*.ts',
      'docker/*.{mjs,ts}',
      'test/**/*.ts',
      'vitest.config.ts',
    ],
    reads: [/(?<!['"])process\.env(?:\.|\[['"])([A-Z]\w+)/g, /\bshell\[['"]([A-Z]\w+)/g],
  },
  { files: ['k6-script.js'], reads: [/__ENV\.(\w+)/g] },
  { files: ['docker-compose*.yaml', 'docker/*.yaml'], reads: [/(?<!\$)\$\{([A-Z]\w+)/g] },
  {
    files: ['otel-collector/*.yaml', 'tempo/*.yaml', 'loki/*.yaml', 'jaeger/*.yaml'],
    reads: [/\$\{(?:env:)?([A-Z]\w+)/g],
  },
  { files: ['grafana/provisioning/*/*.yaml'], reads: [/^[^#]*(?<!\$)\$([A-Z]\w+)/gm] },
];

/** Files whose variables are not documented. */
const unrelated = /\.test\.tsx?$|testing\.ts$|\/testing\/|lab\/src\/docs\/|lab\/src\/parts\/variables\.ts/;

const sources = new Map(
  globSync([...readers.flatMap(({ files }) => files), '.env'], { cwd: checkout })
    .filter((file) => !unrelated.test(file) || file.startsWith('test/'))
    .map((file) => [file, readFileSync(join(checkout, file), 'utf8')]),
);

test('every variable that a source reads is declared', () => {
  const read = [...namesInFiles(), ...namesInSchemas(), ...Object.keys(parseEnv(sources.get('.env')!))];
  expect(read.length).toBeGreaterThan(declared.length);
  expect([...new Set(read)].filter((name) => !declared.includes(name))).toEqual([]);
});

test('every declared variable is named in a source', () => {
  const all = [...sources.values()].join('\n');
  const built = [...all.matchAll(/process\.env\[`\$\{[^}]+\}(_[A-Z]+)`/g)].map(([, ending = '']) => ending);
  const named = (name: string) =>
    new RegExp(`\\b${name}\\b`).test(all) || built.some((ending) => name.endsWith(ending));
  expect(declared.filter((name) => !named(name))).toEqual([]);
});

test('none is declared twice', () => {
  expect(declared.filter((name, i) => declared.indexOf(name) !== i)).toEqual([]);
});

function namesInFiles(): string[] {
  return readers.flatMap(({ files, reads }) => {
    const own = globSync(files, { cwd: checkout }).flatMap((file) => sources.get(file) ?? []);
    return own.flatMap((text) => reads.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name)));
  });
}

/** Keys of zod schemas, and names taken out of the environment as a whole. */
function namesInSchemas(): string[] {
  return [...sources.values()].flatMap((text) => [
    ...[...text.matchAll(/z\.object\(\{([^]*?)\n\}\)/g)].flatMap(([, body = '']) =>
      [...body.matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name = '']) => name),
    ),
    ...[...text.matchAll(/const \{([^}]+)\} = process\.env/g)].flatMap(
      ([, body = '']) => body.match(/\b[A-Z]\w+\b/g) ?? [],
    ),
  ]);
}
