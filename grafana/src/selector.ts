/** A value as a string of PromQL or TraceQL, with quotes. Both unquote as Go does, and Go accepts JSON strings. */
export function quoted(value: string): string {
  return JSON.stringify(value.toWellFormed()); // Go does not accept half a surrogate pair
}

/** A value as a regular expression (RE2) that matches only this value; not quoted yet. */
export function escapedForRegex(value: string): string {
  return value.replace(/[\\^$*+?.()|[\]{}]/g, '\\$&');
}

/** Label matchers, without braces: each label equals its value, with any characters. */
export function selector(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join(', ');
}

/** The series of a metric whose labels have these values. */
export function seriesOf(metric: string, labels: Readonly<Record<string, string>>): string {
  return `${metric}{${selector(labels)}}`;
}

/** A dashboard variable's one value, to compare with `=` in PromQL or TraceQL: a raw string, so that Grafana escapes nothing. */
export function oneOf(variable: string): string {
  return `\`\${${variable}:raw}\``;
}

/** A dashboard variable's values, to compare with `=~`: Grafana escapes each for a regular expression, the raw string nothing. */
export function anyOf(variable: string): string {
  return `\`\${${variable}:regex}\``;
}
