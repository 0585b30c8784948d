import { all, bucketBounds, label, parse, variablesIn } from '@span-metrics-lab/grafana';
import { quantileRange, type Range, type Weighted, within } from '../load/bounds.ts';
import { type KnownLoad, type KnownSpan, weightOf } from '../load/known-load.ts';
import type { Line } from './ask.ts';
import { digits, type Verdict } from './judge-shape.ts';
import type { Question } from './question.ts';
import type { Choice } from './variable-values.ts';

type Group = { key: string; spans: KnownSpan[] };

/** The SERVER spans of ours that a query selects with these variables. */
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

/** CLIENT spans of ours that a query selects: of those only their number by service is known. */
export function selectedCalls({ query }: Question, { values }: Choice, load: KnownLoad): number {
  const of = (service: string) => [values['service']].flat().some((one) => one === service || one === all);
  return variablesIn(query.expr).includes('service')
    ? [...load.calls].reduce((sum, [service, n]) => sum + (of(service) ? n : 0), 0)
    : 1;
}

/**
 * Holds an answer that only our requests made against what they were. `expr` is what was asked: its window and quantile
 * are read from it. `settled`: everything has arrived; else less than was sent is right too.
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
  const spans = selected(question, choice, load).filter((s) => fact !== 'errors' || s.failed);
  const answers = new Map<string, number>();
  for (const line of lines) {
    const key = by
      .map((name) => line.labels[name] ?? (name === label.route ? line.labels['name'] : undefined) ?? '')
      .join(' ');
    answers.set(key, (answers.get(key) ?? 0) + valueOf(line));
  }
  if (fact === 'buckets') return judgeBuckets(spans, answers, windowOf(expr), load);
  const groups = groupsOf(spans, by);
  const known = new Set(groups.map((g) => g.key));
  for (const [key, value] of answers) {
    if (!known.has(key) && value > 0)
      return { expected: `nothing for ${key || 'what was not sent'}`, found: digits(value) };
  }
  for (const { key, spans } of groups) {
    const expected = rangeOf(question, expr, spans, load);
    const found = answers.get(key);
    const where = key ? `${key}: ` : '';
    if (found === undefined) {
      if (settled && !spans.every((s) => s.birth && fact !== 'requests' && fact !== 'errors'))
        return { expected: where + describe(expected), found: 'nothing' };
    } else if (!within(found, settled ? expected : { ...expected, low: 0 })) {
      return { expected: where + describe(expected), found: digits(found) };
    }
  }
  return undefined;
}

function rangeOf({ expects, unit }: Question, expr: string, spans: readonly KnownSpan[], load: KnownLoad): Range {
  const { fact } = expects.load!;
  const weights = spans.map((span) => ({ span, weight: weightOf(span, load) }));
  const sum = (side: keyof Range, which: (s: KnownSpan) => boolean) =>
    weights.reduce((n, { span, weight }) => n + (which(span) ? weight[side] : 0), 0);
  if (fact === 'requests' || fact === 'errors') return { low: spans.length, high: spans.length };
  if (fact === 'time') return { low: total(spans, 'low'), high: total(spans, 'high') };
  if (fact === 'requestRate') {
    const window = windowOf(expr);
    return { low: sum('low', () => true) / window, high: sum('high', () => true) / window };
  }
  if (fact === 'errorShare') {
    const share = (bad: number, good: number) => (bad + good === 0 ? 0 : bad / (bad + good));
    const [failed, fine] = [(s: KnownSpan) => s.failed, (s: KnownSpan) => !s.failed];
    return { low: share(sum('low', failed), sum('high', fine)), high: share(sum('high', failed), sum('low', fine)) };
  }
  const perSecond = unit === 's' ? 1000 : 1;
  const q = /histogram_quantile\((0?\.\d+)/.exec(expr)?.[1];
  const range = q
    ? quantileRange(
        weights.map(({ span, weight }): Weighted => ({ low: span.low, high: span.high, weight })),
        Number(q),
        bucketBounds,
      )
    : { low: Math.min(...spans.map((s) => s.low)), high: Math.max(...spans.map((s) => s.high)) };
  return { low: range.low / perSecond, high: range.high / perSecond };
}

/** Requests per second whose duration is at most `le`, for each bucket that the collector is configured with. */
function judgeBuckets(
  spans: readonly KnownSpan[],
  answers: ReadonlyMap<string, number>,
  window: number,
  load: KnownLoad,
): Verdict | undefined {
  const bounds: readonly number[] = [...bucketBounds, Infinity];
  const found = new Map([...answers].map(([le, value]) => [le === '+Inf' ? Infinity : Number(le), value]));
  const strange = [...found.keys()].filter((le) => !bounds.includes(le));
  if (strange.length > 0)
    return { expected: `buckets up to ${bucketBounds.join(', ')} ms`, found: `one up to ${strange[0]}` };
  for (const le of bounds) {
    const sum = (side: keyof Range, within: (s: KnownSpan) => boolean) =>
      spans.filter(within).reduce((n, s) => n + weightOf(s, load)[side], 0);
    const expected = { low: sum('low', (s) => s.high <= le) / window, high: sum('high', (s) => s.low <= le) / window };
    const value = found.get(le);
    if (value === undefined && answers.size === 0 && spans.every((s) => s.birth)) return undefined;
    if (value === undefined || !within(value, expected))
      return { expected: `le=${le}: ${describe(expected)}`, found: value === undefined ? 'nothing' : digits(value) };
  }
  return undefined;
}

function groupsOf(spans: readonly KnownSpan[], by: readonly string[]): Group[] {
  const factOf: Record<string, (s: KnownSpan) => string> = {
    [label.route]: (s) => s.route,
    [label.service]: (s) => s.service,
    [label.httpStatus]: (s) => String(s.status),
    [label.method]: (s) => s.method,
    name: (s) => s.route,
  };
  const groups = new Map<string, KnownSpan[]>();
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

/** Seconds of the window that a query's rates have. */
function windowOf(expr: string): number {
  const window = parse(expr).selectors.find((s) => s.window)?.window ?? '';
  const [, number, unit] = /^(\d+)([smh])/.exec(window) ?? [];
  if (!number) throw new Error(`no window in: ${expr}`);
  return Number(number) * { s: 1, m: 60, h: 3600 }[unit as 's' | 'm' | 'h'];
}

function total(spans: readonly KnownSpan[], side: keyof Range): number {
  return spans.reduce((sum, span) => sum + span[side], 0);
}

function describe({ low, high }: Range): string {
  return low === high ? digits(low) : `${digits(low)} to ${digits(high)}`;
}
