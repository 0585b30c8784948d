import { expect, test } from 'vitest';
import { anyOf, oneOf } from './selector.ts';
import { rateInterval, substitute, variablesIn } from './substitute.ts';

const timing = { range: 900, step: 15 };

test('one value is inserted as a string, several as an escaped alternative', () => {
  const expr = `m{a=${oneOf('service')}, b=~${anyOf('route')}}`;
  expect(substitute(expr, { service: 'gateway', route: ['GET /', 'GET /a.b'] }, timing)).toBe(
    String.raw`m{a="gateway", b=~"(GET /|GET /a\\.b)"}`,
  );
});

test('quotes, backslashes, dollars and new lines in a value are kept', () => {
  const expr = `m{a=${oneOf('service')}, b=~${anyOf('route')}}`;
  const odd = { service: 'my "shop"\\\n$1', route: ['GET /odata/$metadata'] };
  expect(substitute(expr, odd, timing)).toBe(String.raw`m{a="my \"shop\"\\\n$1", b=~"GET /odata/\\$metadata"}`);
});

test('"All" is not escaped', () => {
  expect(substitute(`{b=~${anyOf('route')}}`, { route: ['.+'] }, timing)).toBe('{b=~".+"}');
});

test('the value of a variable may be a built-in variable', () => {
  expect(substitute('rate(m[$interval])', { interval: '$__rate_interval' }, timing)).toBe('rate(m[16s])');
  expect(substitute('m[$__range] offset ${__range}', {}, timing)).toBe('m[900s] offset 900s');
});

test('a list is refused where a single value is expected', () => {
  expect(() => substitute(`m{a=${oneOf('route')}}`, { route: ['a', 'b'] }, timing)).toThrow(
    'expected one value for $route, found 2 in a list',
  );
});

test('$__rate_interval covers four scrapes, and follows the zoom', () => {
  expect(rateInterval(1, 1)).toBe(4);
  expect(rateInterval(60, 1)).toBe(61);
  expect(rateInterval(5, 5)).toBe(20);
});

test('the $1 of a label_replace is not taken for a variable', () => {
  const expr = 'label_replace(m, "id", "$1", "server", "(.*)")';
  expect(variablesIn(expr)).toEqual([]);
  expect(substitute(expr, {}, timing)).toBe(expr);
});

test('a variable without a value is reported by name', () => {
  expect(() => substitute('m{a="$nowhere"}', {}, timing)).toThrow('no value for $nowhere in: m{a="$nowhere"}');
});
