import type { Query } from '../model.ts';
import { label, namespace } from '../names.ts';
import { secondsOf } from '../resolve.ts';
import { hasDotsOnly } from '../promql.ts';
import { variablesIn } from '../substitute.ts';
import { logqlRules } from './logql-rules.ts';
import { parse, type Parsed, type Selector } from './parse.ts';

const AGGREGATIONS = new Set([
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
  'topk',
  'bottomk',
  'quantile',
  'stddev',
  'stdvar',
]);
const RATES = new Set(['rate', 'irate', 'increase', 'delta', 'deriv']);
const OVER_COUNTERS = new Set([...RATES, 'resets', 'changes', 'max_over_time', 'last_over_time', 'sum_over_time']);
const WINDOWS = new Set(['$interval', '$__rate_interval', '$__interval', '$__range']);
const COUNTER = // but not how many CPUs there are
  /(_total|(?<!_logical)_count|_sum|_bucket)$|^otelcol_(exporter_sent|exporter_send_failed|exporter_enqueue_failed|receiver_accepted|receiver_refused)/;

/** Seconds of the default window of a rate. */
const leastWindow = 15;

const STRINGS = /"(?:[^"\\]|\\.)*"|`[^`]*`/g;

/** Attributes of the HTTP conventions before 1.23, as attributes and as labels. */
const OLD_HTTP = /\bhttp[._](method|status_code|url|target|scheme|host|flavor|user_agent|client_ip|server_name)\b/;

type Rule = (query: Query, parsed: Parsed) => string | undefined;

const selectors = (parsed: Parsed, broken: (s: Selector) => boolean) => {
  const names = [...new Set(parsed.selectors.filter(broken).map((s) => s.metric))];
  return names.length > 0 ? names.join(', ') : undefined;
};

const promqlRules: Record<string, Rule> = {
  'rate before sum': (_, p) =>
    selectors(p, (s) => {
      const rate = s.inside.findIndex((f) => RATES.has(f));
      return rate >= 0 && s.inside.slice(rate + 1).some((f) => AGGREGATIONS.has(f));
    }),
  'increase() is anchored: else it extrapolates': (q) => /increase\([^[]*\[[^\]]*\](?! anchored)/.exec(q.expr)?.[0],
  'counters are read through rate or over time': (q, p) =>
    selectors(p, (s) => {
      if (hasDotsOnly(q)) return false;
      const offset = p.functions.some((f) => ['max_over_time', 'last_over_time'].includes(f));
      return COUNTER.test(s.metric) && !s.inside.some((f) => OVER_COUNTERS.has(f)) && !offset;
    }),
  'summed over collector instances': (q, p) =>
    p.by.includes(label.instance) || p.without.length > 0
      ? [...p.by, ...p.without].join(', ')
      : selectors(
          p,
          (s) => s.metric.startsWith(namespace.spans) && !hasDotsOnly(q) && !s.inside.some((f) => AGGREGATIONS.has(f)),
        ),
  'a service’s requests are distinguished from its calls by span_kind': (_, p) =>
    selectors(p, (s) => {
      const has = (label: string) => s.matchers.some((m) => m.label === label);
      return s.metric.startsWith(namespace.spans) && has(label.service) && !has(label.kind);
    }),
  'windows follow the scrape interval': (q, p) =>
    selectors(p, (s) => {
      if (!s.inside.some((f) => RATES.has(f))) return false;
      return !WINDOWS.has(s.window ?? '') || (s.window === '$__interval' && q.minStep === undefined);
    }),
  'rates cover at least 15 s': (q, p) =>
    selectors(
      p,
      (s) => ['$interval', '$__rate_interval'].includes(s.window ?? '') && 4 * secondsOf(q.minStep) < leastWindow,
    ),
  'classic quantiles keep le': (_, p) =>
    p.functions.includes('histogram_quantile') &&
    p.selectors.some((s) => s.metric.endsWith('_bucket')) &&
    !p.by.includes(label.le)
      ? 'le'
      : undefined,
};

const everyQueryRules: Record<string, Rule> = {
  'a variable’s value is quoted by oneOf() or anyOf()': (q) =>
    (q.expr.match(STRINGS) ?? []).find((s) => s.startsWith('"') && variablesIn(s).length > 0),
  'no old HTTP attributes': (q) => OLD_HTTP.exec(q.expr)?.[0],
  'has a legend': (q) => (q.legend.trim() === '' ? '(none)' : undefined),
};

/** The rules that a query breaks: the rule, and what breaks it. */
export function lintQuery(query: Query): string[] {
  const findings: string[] = [];
  let parsed: Parsed = { selectors: [], by: [], without: [], functions: [] };
  const apply = (rules: Record<string, Rule>) => {
    for (const [name, rule] of Object.entries(rules)) {
      const found = rule(query, parsed);
      if (found !== undefined) findings.push(`${name}: ${found}`);
    }
  };
  apply(everyQueryRules);
  if (query.datasource === 'loki') apply(logqlRules);
  if (query.datasource === 'prometheus') {
    try {
      parsed = parse(query.expr);
    } catch (error) {
      return [...findings, `is PromQL: ${(error as Error).message}`];
    }
    apply(promqlRules);
  }
  return findings;
}
