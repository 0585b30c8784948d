/** Where in a program an error arose: of use to its developers, and in the log. */
const FRAME = /^\s+at \S|^\s*\.\.\. \d+ more$/;

/** The last lines of a text that say something. */
export function tail(text: string, lines: number): string {
  return text
    .split('\n')
    .filter((line) => line.trim() && !FRAME.test(line))
    .slice(-lines)
    .map((line) => line.slice(0, 400))
    .join('\n');
}
