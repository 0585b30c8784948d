import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../base/paths.ts';

/** A page for people, by its path in the checkout. */
export type Page = { path: string; text: string };

/** Every Markdown file of the checkout that people read. */
export function readPages(): Page[] {
  return globSync(['*.md', 'docs/**/*.md', 'grafana/*.md'], {
    cwd: checkout,
    exclude: ['gameday-*.md'], // reports of game days
  })
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(checkout, path), 'utf8') }));
}

/** What a page shows as code: spans between backticks, and each line of a fenced block up to its explanation. */
export function codeOf(text: string): string[] {
  const fenced = [...text.matchAll(/^```.*\n([^]*?)^```$/gm)].flatMap(([, block = '']) => block.split('\n'));
  const spans = [...withoutFences(text).matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\n', ' '));
  return [...fenced.map((line) => line.trim().split(/ {2,}|\s#\s/)[0] ?? ''), ...spans].filter(Boolean);
}

/** The targets of a page's links and pictures. */
export function linksOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
}

/** The names under which GitHub links to a page's headings. */
export function anchorsOf(text: string): string[] {
  return [...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** A page without its fenced blocks. */
export function withoutFences(text: string): string {
  return text.replaceAll(/^```.*\n[^]*?^```$/gm, '');
}
