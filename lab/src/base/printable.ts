/** Control characters but tab and newline, and marks that change the direction of a line. */
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\0-\u{8}\u{b}-\u{1f}\u{7f}-\u{9f}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2066}-\u{2069}]/gu;

/** A text for a terminal: what could move the cursor or turn a line around, in somebody's names, is written as `\u{…}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
