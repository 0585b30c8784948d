// docs/adr/060: every row of the matrix of outages names tests that exist, and the page says what they showed.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { page } from '../matrix/page.ts';
import { readResults } from '../matrix/results.ts';
import { isOwn, type Proof, rows } from '../matrix/rows.ts';

const read = (file: string) => readFileSync(join(checkout, file), 'utf8');
const has = ({ file, test: name }: Proof) => ["'", '"', '`'].some((quote) => read(file).includes(quote + name + quote));

test('the matrix has the rows 1 to 33, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 33 }, (_, i) => i + 1));
});

test.each(rows.map((row) => [row.number, row.fault, row] as const))(
  'row %i (%s) names tests and a negative control that exist',
  (_number, _fault, { proof, control }) => {
    expect([...proof, control].filter((one) => !has(one))).toEqual([]);
    expect(proof).not.toContainEqual(control);
  },
);

test('a test that does not exist is noticed', () => {
  expect(has({ file: 'test/config/matrix.test.ts', test: ['no', 'such test'].join(' ') })).toBe(false);
});

test('every file of the suite is the proof of the row whose number it has, beside its control', () => {
  const files = globSync('test/matrix/*.test.ts', { cwd: checkout }).toSorted();
  const named = rows.filter(({ proof }) => isOwn(proof[0])).map(({ proof }) => proof[0].file);
  expect(named).toEqual(files);
  for (const { number, proof, control } of rows.filter((row) => isOwn(row.proof[0]))) {
    expect(proof[0].file).toContain(`/${String(number).padStart(2, '0')}-`);
    expect(control.file).toBe(proof[0].file);
    expect(read(proof[0].file)).toContain(`note(${number}, {`);
  }
});

test('what is kept of a run belongs to rows that this suite tries on that stack', () => {
  for (const stack of ['tempo', 'jaeger'] as const) {
    const tried = rows.filter((row) => isOwn(row.proof[0]) && row.stacks.includes(stack)).map(({ number }) => number);
    expect(
      Object.keys(readResults(stack))
        .map(Number)
        .filter((row) => !tried.includes(row)),
    ).toEqual([]);
  }
});

test('the committed page of the matrix is what `npm run docs` writes', () => {
  expect(read('docs/outages.md')).toBe(page());
});
