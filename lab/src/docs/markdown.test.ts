import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { anchorsOf, linksOf, type Page, readPages, withoutFences } from './markdown.ts';

const pages = readPages();

test.each(pages)('$path: every link within the checkout leads somewhere', ({ path, text }) => {
  expect(linksOf(text).filter((link) => !/^\w+:/.test(link) && !leadsSomewhere(path, link))).toEqual([]);
});

test('a link to a missing page or heading is noticed', () => {
  expect(leadsSomewhere('README.md', 'docs/missing.md')).toBe(false);
  expect(leadsSomewhere('README.md', 'docs/proof.md#missing')).toBe(false);
  expect(leadsSomewhere('README.md', 'docs/proof.md#how-long-it-takes')).toBe(true);
});

test.each(pages.filter(({ text }) => !text.includes('do not edit. -->')))(
  '$path: lines have at most 100 columns, tables, links and code apart',
  ({ text }) => expect(longLines(text)).toEqual([]),
);

test('a longer line is noticed', () => {
  const long = 'word '.repeat(21).trim();
  expect(longLines(`${long}\n| ${long} |\n\`\`\`\n${long}\n\`\`\`\n[short](${long.replaceAll(' ', '/')})`)).toEqual([
    long,
  ]);
});

function leadsSomewhere(from: Page['path'], link: string): boolean {
  const [target = '', anchor] = link.split('#');
  const file = target ? join(checkout, dirname(from), target) : join(checkout, from);
  if (!existsSync(file)) return false;
  return anchor === undefined || anchorsOf(readFileSync(file, 'utf8')).includes(anchor);
}

function longLines(text: string): string[] {
  return withoutFences(text)
    .split('\n')
    .filter((line) => !line.startsWith('|') && line.replaceAll(/\]\(\S+?\)/g, ']').length > 100);
}
