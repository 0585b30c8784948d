import { all, fewBounds, label, parse, variablesIn } from '@span-metrics-lab/grafana';
import { describeRange, digits, quantileRange, type Range, within } from '../load/bounds.ts';
import type { KnownLoad, KnownSpan } from '../load/known-load.ts';
import { countOf, errorShareOf, type WeighedSpan, weighed } from '../load/weights.ts';
import type { Line } from './ask.ts';
import type { Verdict } from './judge-shape.ts';
import type { Question } from './question.ts';
import type { Choice } from './variable-values.ts';

type Group = { key: string; spans: WeighedSpan[] };

/** Our SERVER spans that a query selects with these variables. */
export function selected(question: Question, { values }: Choice, load: KnownLoad): KnownSpan[] {
  const used = variablesIn(question.query.expr);
  const chosen = (name: string) => (used.includes(name) ? values[name] : undefined);
  const [service, route, status] = [chosen('service'), chosen('route'), chosen('status')];
  const among = (value: string, list: typeof service) =>
    list === undefined || [list].flat().some((one) => one === all || one === value);
  return load.spans.filter(
    (s) =>
      among(s.service, service) &&
      among(s.route, route) &&
      (status === undefined || new RegExp(`^${String(status)}$`).test(String(s.status))),
  );
}

/** Number of our CLIENT spans that a query selects: only their number per service is known. */
export function selectedCalls({ query }: Question, { values }: Choice, load: KnownLoad): number {
  const of = (service: string) => [values['service']].flat().some((one) => one === service || one === all);
  return variablesIn(query.expr).includes('service')
    ? [...load.calls].reduce((sum, [service, n]) => sum + (of(service) ? n : 0), 0)
    : 1;
}

/**
 * Compares an answer that only our requests made with those requests. `expr` is the query: its window and quantile
 * are read from it. `settled`: everything has arrived; otherwise less than was sent is correct too.
 */
export function judgeLoad(
  question: Question,
  expr: string,
  choice: Choice,
  lines: readonly Line[],
  load: KnownLoad,
  settled: boolean,
): Verdict | undefined {
  const { fact, by = [] } = question.expects.load!;
  const chosen = selected(question, choice, load).filter((s) => fact !== 'errors' || s.failed);
  const spans = weighed(chosen, load);
  const answers = new Map<string, number>();
  for (const line of lines) {
    const key = by
      .map((name) => line.labels[name] ?? (name === label.route ? line.labels['name'] : undefined) ?? '')
      .join(' ');
    answers.set(key, (answers.get(key) ?? 0) + valueOf(line));
  }
  if (fact === 'buckets') return judgeBuckets(spans, answers, windowOf(expr));
  const groups = groupsOf(spans, by);
  const known = new Set(groups.map((g) => g.key));
  for (const [key, value] of answers) {
    if (!known.has(key) && value > 0)
      return { expected: `nothing for ${key || 'what was not sent'}`, found: digits(value) };
  }
  for (const { key, spans } of groups) {
    const expected = rangeOf(question, expr, spans);
    const found = answers.get(key);
    const where = key ? `${key}: ` : '';
    if (found === undefined) {
      if (settled && !spans.every((s) => s.warmUp && fact !== 'requests' && fact !== 'errors'))
        return { expected: where + describeRange(expected), found: 'nothing' };
    } else if (!within(found, settled ? expected : { ...expected, low: 0 })) {
      return { expected: where + describeRange(expected), found: digits(found) };
    }
  }
  return undefined;
}

function rangeOf({ expects, unit }: Question, expr: string, spans: readonly WeighedSpan[]): Range {
  const { fact } = expects.load!;
  if (fact === 'requests' || fact === 'errors') return { low: spans.length, high: spans.length };
  if (fact === 'time') return { low: total(spans, 'low'), high: total(spans, 'high') };
  if (fact === 'requestRate') {
    const window = windowOf(expr);
    const count = countOf(spans);
    return { low: count.low / window, high: count.high / window };
  }
  if (fact === 'errorShare') return errorShareOf(spans);
  const perSecond = unit === 's' ? 1000 : 1;
  const q = /histogram_quantile\((0?\.\d+)/.exec(expr)?.[1];
  const range = q
    ? quantileRange(spans, Number(q))
    : { low: Math.min(...spans.map((s) => s.low)), high: Math.max(...spans.map((s) => s.high)) };
  return { low: range.low / perSecond, high: range.high / perSecond };
}

/** Requests per second whose duration is at most `le`, for each bucket that the heatmap shows. */
function judgeBuckets(
  spans: readonly WeighedSpan[],
  answers: ReadonlyMap<string, number>,
  window: number,
): Verdict | undefined {
  const bounds: readonly number[] = [...fewBounds, Infinity];
  const found = new Map([...answers].map(([le, value]) => [le === '+Inf' ? Infinity : Number(le), value]));
  const strange = [...found.keys()].filter((le) => !bounds.includes(le));
  if (strange.length > 0)
    return { expected: `buckets up to ${fewBounds.join(', ')} ms`, found: `one up to ${strange[0]}` };
  for (const le of bounds) {
    const expected = {
      low: countOf(spans, (s) => s.high <= le).low / window,
      high: countOf(spans, (s) => s.low <= le).high / window,
    };
    const value = found.get(le);
    if (value === undefined && answers.size === 0 && spans.every((s) => s.warmUp)) return undefined;
    if (value === undefined || !within(value, expected))
      return {
        expected: `le=${le}: ${describeRange(expected)}`,
        found: value === undefined ? 'nothing' : digits(value),
      };
  }
  return undefined;
}

function groupsOf(spans: readonly WeighedSpan[], by: readonly string[]): Group[] {
  const factOf: Record<string, (s: KnownSpan) => string> = {
    [label.route]: (s) => s.route,
    [label.service]: (s) => s.service,
    [label.httpStatus]: (s) => String(s.status),
    [label.method]: (s) => s.method,
    name: (s) => s.route,
  };
  const groups = new Map<string, WeighedSpan[]>();
  for (const span of spans) {
    const key = by.map((name) => factOf[name]?.(span) ?? `unknown label ${name}`).join(' ');
    groups.set(key, [...(groups.get(key) ?? []), span]);
  }
  return [...groups].map(([key, spans]) => ({ key, spans }));
}

/** Series of counts per step are summed, others are read at their end. */
function valueOf({ points }: Line): number {
  return points.length > 1 ? points.reduce((sum, [, value]) => sum + value, 0) : (points[0]?.[1] ?? Number.NaN);
}

/** Window of a query's rates, seconds. */
function windowOf(expr: string): number {
  const window = parse(expr).selectors.find((s) => s.window)?.window ?? '';
  const [, number, unit] = /^(\d+)([smh])/.exec(window) ?? [];
  if (!number) throw new Error(`no window in: ${expr}`);
  return Number(number) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
}

function total(spans: readonly KnownSpan[], side: keyof Range): number {
  return spans.reduce((sum, span) => sum + span[side], 0);
}
