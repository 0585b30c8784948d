import { expect, test } from 'vitest';
import { panels } from '../panels/index.ts';
import { metricsOf, parse } from './parse.ts';

test('the reader finds selectors with matchers, windows and the functions around them', () => {
  const { selectors, by, functions } = parse(
    'histogram_quantile(0.95, sum by (le, a) (rate(m_bucket{a="x", b=~"y|z"}[$interval])))',
  );
  expect(selectors).toEqual([
    {
      metric: 'm_bucket',
      matchers: [
        { label: 'a', value: 'x' },
        { label: 'b', value: 'y|z' },
      ],
      window: '$interval',
      inside: ['histogram_quantile', 'sum', 'rate'],
    },
  ]);
  expect(by).toEqual(['le', 'a']);
  expect(functions).toEqual(['histogram_quantile', 'sum', 'rate']);
});

test('the reader knows operators, grouping after the brackets, offsets and selectors by name', () => {
  expect(metricsOf('sum(rate(a[1m])) by (x) / on (x) group_left (y) (b offset 5m or vector(0)) > bool 0')).toEqual([
    'a',
    'b',
  ]);
  expect(metricsOf('resets({__name__=~"a|b"}[15s])')).toEqual(['a', 'b']);
});

test('a variable does not include the bracket after it', () => {
  expect(metricsOf('sum(rate(a{$__tags}[1m])) / b{x="${y}"}')).toEqual(['a', 'b']);
});

test('text that is not PromQL is refused', () => {
  expect(() => parse('sum(rate(m[1m])')).toThrow('unbalanced "("');
  expect(() => parse('m ; n')).toThrow('cannot read PromQL at "; n"');
});

test('the reader reads every query of the lab', () => {
  const queries = panels.flatMap((p) => p.queries).filter((q) => q.datasource === 'prometheus');
  for (const q of queries) expect(parse(q.expr).selectors.length, q.expr).toBeGreaterThan(0);
});
