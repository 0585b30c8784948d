/** The last lines of a text that say something. */
export function tail(text: string, lines: number): string {
  return text
    .split('\n')
    .filter((line) => line.trim())
    .slice(-lines)
    .map((line) => line.slice(0, 400))
    .join('\n');
}
