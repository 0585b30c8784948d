import { scrapeInterval } from './names.ts';
import { escapedForRegex, quoted } from './selector.ts';

/** A variable's value; a list is for a variable that can have several, and `[all]` means any. */
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
 * Puts variables and Grafana's built-in `$__range`, `$__interval`, `$__auto` and `$__rate_interval` into a query. `$name` is inserted
 * unchanged; a raw string of one variable, as `oneOf` and `anyOf` make it, becomes a quoted string with the same meaning.
 * What a value contains is never taken for a variable. Throws if a variable has no value.
 */
export function substitute(expr: string, values: Readonly<Record<string, VariableValue>>, timing: Timing): string {
  const builtIn: Record<string, string> = {
    __range: `${Math.round(timing.range)}s`,
    __range_s: `${Math.round(timing.range)}`,
    __interval: `${timing.step}s`,
    __auto: `${timing.step}s`, // of Loki: one step, so that bars add up to all lines
    __rate_interval: `${rateInterval(timing.step, timing.scrape ?? scrapeInterval)}s`,
  };
  const missing: string[] = [];
  const done = expr.replace(VARIABLE, (match, literal?: string, format?: string, plain?: string, braced?: string) => {
    const name = literal ?? plain ?? braced ?? '';
    const value = values[name] ?? builtIn[name];
    if (value === undefined) {
      missing.push(match);
      return match;
    }
    if (literal !== undefined) return format === 'raw' ? quoted(single(name, value)) : quoted(regexOf(value));
    const text = single(name, value);
    // a value may be a built-in variable: `$interval` is `$__rate_interval` at first
    return (text.startsWith('$') ? builtIn[text.slice(1)] : undefined) ?? text;
  });
  if (missing.length > 0) throw new Error(`no value for ${missing.join(', ')} in: ${expr}`);
  return done;
}

/** The names of a query's variables, built-in ones included. */
export function variablesIn(expr: string): string[] {
  return [...new Set([...expr.matchAll(VARIABLE)].map((m) => m[1] ?? m[3] ?? m[4] ?? ''))];
}

/** Grafana's `$__rate_interval` in seconds: at least four scrapes, so that `rate()` has its two samples. */
export function rateInterval(step: number, scrape: number): number {
  return Math.max(step + scrape, 4 * scrape);
}

/** A raw string of one variable, `$name`, or `${name}`. */
const VARIABLE = /`\$\{([A-Za-z_]\w*):(raw|regex)\}`|\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g;

function single(name: string, value: VariableValue): string {
  if (typeof value === 'string') return value;
  throw new Error(`expected one value for $${name}, found ${value.length} in a list`);
}

/** As Grafana's format `regex`: one value is escaped alone, several become `(a|b)`. */
function regexOf(value: VariableValue): string {
  const list = [value].flat();
  if (list.length === 1 && list[0] === all) return all;
  const escaped = list.map(escapedForRegex);
  return escaped.length === 1 ? (escaped[0] as string) : `(${escaped.join('|')})`;
}
