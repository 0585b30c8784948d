/** Whether an answer means a span name: with or without its method, in any case. */
export function sameRoute(answer: string, spanName: string): boolean {
  const given = answer.trim().toLowerCase().replace(/\s+/g, ' ');
  const name = spanName.toLowerCase();
  return given === name || given === name.replace(/^[a-z]+ /, '');
}
