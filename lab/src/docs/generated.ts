/** First line of a page that `npm run docs` writes: what to change instead. */
export function generated(source: string): string {
  return `<!-- Written by \`npm run docs\` from ${source}; do not edit. -->`;
}
