/**
 * What a program that the lab starts gets from the caller's environment: where to find programs and temporary space, how to
 * write, and nothing else. A shell's settings of engines and proxies (GOGC, K6_OUT, HTTP_PROXY …) are not meant for the lab.
 */
export function baseEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'TERM', 'NO_COLOR'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
