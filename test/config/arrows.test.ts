import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';

/** One import, by paths from the root of the checkout. */
type Import = { from: string; to: string };

/** The folders of the tool, each of which may import itself and those after it. Those of one line know nothing of each other. */
const order = [
  ['cli'],
  ['console', 'docs'],
  ['gameday'],
  ['watch', 'faults'],
  ['check', 'dependencies', 'exercises', 'generator', 'objectives', 'score'],
  ['runtime'],
  ['backends'],
  ['parts'],
  ['base'],
];

/** The folders outside that order, and what each may import besides itself. */
const beside: Record<string, string[]> = { app: [], grafana: [], lab: ['grafana', 'docker'], docker: [] };

test('no folder of the tool imports upwards or sideways', () => {
  expect(wrongWays(importsIn('lab/src/**/*.{ts,tsx}'))).toEqual([]);
});

test('a folder that imports upwards or sideways is named', () => {
  const upwards = { from: 'lab/src/parts/parts.ts', to: 'lab/src/runtime/lab.ts' };
  const sideways = { from: 'lab/src/check/check.ts', to: 'lab/src/exercises/index.ts' };
  expect(wrongWays([upwards, sideways])).toEqual([
    'lab/src/parts/parts.ts imports lab/src/runtime/lab.ts',
    'lab/src/check/check.ts imports lab/src/exercises/index.ts',
  ]);
});

test('the application, the dashboards and the tool import one another only as the layers say', () => {
  const found = importsIn('{app,grafana,lab,docker}/**/*.{ts,tsx}').flatMap(({ from, to }) => {
    const [own, other] = [from.split('/')[0]!, to.split('/')[0]!];
    const allowed = own === other || beside[own]!.includes(other) || !to.includes('/') || other === 'test';
    return allowed ? [] : [`${from} imports ${to}`];
  });
  expect(found).toEqual([]);
});

test('every folder of the tool has its place in the order', () => {
  const folders = globSync('lab/src/*/', { cwd: checkout }).map((folder) => folder.split('/')[2]!);
  expect(folders.sort()).toEqual(order.flat().sort());
});

function wrongWays(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, to }) => {
    const [above, below] = [lineOf(from), lineOf(to)];
    const allowed =
      above === undefined || below === undefined || from.split('/')[2] === to.split('/')[2] || above < below;
    return allowed ? [] : [`${from} imports ${to}`];
  });
}

/** Line of the order that has a file's folder; tests may import whatever they need. */
function lineOf(file: string): number | undefined {
  const line = order.findIndex((folders) => folders.includes(file.split('/')[2] ?? ''));
  return line < 0 || !file.startsWith('lab/src/') ? undefined : line;
}

/** Relative imports and those of our packages in sources without tests, by paths from the root of the checkout. */
function importsIn(pattern: string): Import[] {
  return globSync(pattern, { cwd: checkout, exclude: ['**/node_modules/**'] })
    .filter((file) => !/\.test\.tsx?$|testing/.test(file))
    .flatMap((from) => {
      const text = readFileSync(join(checkout, from), 'utf8');
      return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap(([, to = '']) => {
        if (to.startsWith('@span-metrics-lab/')) return [{ from, to: `${to.split('/')[1]}/src` }];
        return to.startsWith('.') ? [{ from, to: relative(checkout, join(checkout, dirname(from), to)) }] : [];
      });
    });
}
