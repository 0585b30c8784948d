import type { Query } from '../model.ts';

/** Whether a LogQL query gives numbers; else it gives lines. */
export function isCount(expr: string): boolean {
  return !expr.startsWith('{');
}

const streams = /\{([^{}]*(?:`\$\{[^}]*\}`)?[^{}]*)\}/g;
const windows = /\[([^\]]*)\]/g;

/** What Loki or a reader would suffer from, or what an answer would lack. */
export const logqlRules: Record<string, (query: Query) => string | undefined> = {
  'Loki is asked for streams by the label that they have': ({ expr }) => {
    const asked = [...expr.matchAll(streams)].map(([, matchers]) => matchers!);
    if (asked.length === 0) return '(no stream)';
    return asked.find((matchers) => !/^service_name(=|=~)/.test(matchers) || /=~"(\.\*)?"/.test(matchers));
  },
  'lines are counted in steps that add up: [$__auto], at one time [$__range]': ({ expr, instant }) => {
    if (!isCount(expr)) return undefined;
    const due = instant ? '$__range' : '$__auto';
    return [...expr.matchAll(windows)].map(([, window]) => window!).find((window) => window !== due);
  },
  'counts are summed: each id of a trace would be a series': ({ expr }) =>
    isCount(expr) && !/^sum( by \((service_name|detected_level)\))? \(|^sum\(/.test(expr) ? expr : undefined,
  'no id is a label of a stream': ({ expr }) => /\{[^}]*\b(trace_id|span_id)\b/.exec(expr)?.[0],
};
