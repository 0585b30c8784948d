/** A variable's value: text goes in as it stands; a list is for `=~` and becomes an escaped alternative. */
export type VariableValue = string | readonly string[];

export type Timing = {
  /** Length of the shown range, in seconds. */
  range: number;
  /** Distance between two points, in seconds. */
  step: number;
  /** The data source's scrape interval (`timeInterval`), in seconds. */
  scrape?: number;
};

/** "All" of a variable with several values, as Grafana puts it into a query. */
export const all = '.+';

/**
 * Puts variables and Grafana's built-in `$__range`, `$__interval` and `$__rate_interval` into a query, the way Grafana
 * does. Throws if a variable has no value.
 */
export function substitute(expr: string, values: Readonly<Record<string, VariableValue>>, timing: Timing): string {
  const scrape = timing.scrape ?? 1;
  const builtIn: Record<string, string> = {
    __range: `${Math.round(timing.range)}s`,
    __range_s: `${Math.round(timing.range)}`,
    __interval: `${timing.step}s`,
    __rate_interval: `${rateInterval(timing.step, scrape)}s`,
  };
  const put = (text: string, lookUp: (name: string) => string | undefined) =>
    text.replace(VARIABLE, (whole, plain: string | undefined, braced: string | undefined) => {
      return lookUp(plain ?? braced ?? '') ?? whole;
    });
  // Two rounds, because a variable's value may be a built-in: `$interval` is `$__rate_interval` at first.
  const once = put(expr, (name) => (name in values ? format(values[name] as VariableValue) : undefined));
  const done = put(once, (name) => builtIn[name]);
  const left = [...done.matchAll(VARIABLE)].map((m) => m[0]);
  if (left.length > 0) throw new Error(`no value for ${left.join(', ')} in: ${expr}`);
  return done;
}

/** The names of a query's variables, built-in ones included. */
export function variablesIn(expr: string): string[] {
  return [...new Set([...expr.matchAll(VARIABLE)].map((m) => m[1] ?? m[2] ?? ''))];
}

/** Grafana's `$__rate_interval` in seconds: at least four scrapes, so that `rate()` has its two samples. */
export function rateInterval(step: number, scrape: number): number {
  return Math.max(step + scrape, 4 * scrape);
}

const VARIABLE = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

/** As Grafana's Prometheus data source: one value is escaped alone, several become `(a|b)`. */
function format(value: VariableValue): string {
  if (typeof value === 'string') return value;
  if (value.length === 1 && value[0] === all) return all;
  const escaped = value.map((v) => v.replace(/[\\^$*+?.()|[\]{}]/g, '\\\\$&'));
  return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join('|')})`;
}
