import { parse } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../../backends/prometheus.ts';
import type { Verdict } from './judge-shape.ts';
import type { Question } from './question.ts';
import { spanTags } from './variable-values.ts';

type Word = { question: Question; metrics: string[]; labels: string[] };

/**
 * Finds queries with a metric, or a label in a selector, that Prometheus did not have within the query's range:
 * `{label=~".*"}` matches series without the label too, so an answer alone proves nothing.
 */
export async function judgeVocabulary(
  prometheus: Prometheus,
  questions: readonly Question[],
): Promise<Map<Question, Verdict>> {
  const words = questions.filter((q) => q.query.datasource === 'prometheus').flatMap(wordsOf);
  const labelsOf = new Map<string, Set<string>>();
  for (const { metrics, labels } of words) {
    for (const metric of metrics) labelsOf.set(metric, new Set([...(labelsOf.get(metric) ?? []), ...labels]));
  }
  const range = Math.max(0, ...questions.map((q) => q.range));
  const present = new Map<string, Set<string> | undefined>();
  await Promise.all(
    [...labelsOf].map(async ([metric, labels]) =>
      present.set(metric, await labelsIn(prometheus, metric, [...labels], range)),
    ),
  );
  const names = [...present.values()].includes(undefined) ? await prometheus.metricNames() : [];

  const verdicts = new Map<Question, Verdict>();
  for (const { question, metrics, labels } of words) {
    const { lazyMetrics = {}, lazyLabels = {} } = question.expects;
    const there = metrics.filter((metric) => present.get(metric));
    const label = labels.find(
      (label) => !lazyLabels[label] && there.length > 0 && there.every((metric) => !present.get(metric)!.has(label)),
    );
    if (there.length === 0 && !metrics.some((metric) => lazyMetrics[metric])) {
      verdicts.set(question, {
        expected: `a metric ${metrics.join(' or ')}`,
        found: `Prometheus has none${alike(metrics[0]!, names)}`,
      });
    } else if (label) {
      verdicts.set(question, {
        expected: `${metrics.join(' or ')} with the label ${label}`,
        found: 'no series with this label',
      });
    }
  }
  return verdicts;
}

function wordsOf(question: Question): Word[] {
  // only `$__tags` contains labels; other variables are values
  const expr = question.query.expr.replaceAll('$__tags', () => spanTags);
  return parse(expr).selectors.map(({ metric, matchers }) => ({
    question,
    metrics:
      metric !== '' ? [metric] : matchers.filter((m) => m.label === '__name__').flatMap((m) => m.value.split('|')),
    labels: matchers.filter((m) => m.label !== '__name__' && m.value !== '').map((m) => m.label), // `label=""` selects series without it
  }));
}

/** Which of these labels a metric has now or, if it has no series now, within the range; undefined without the metric. */
async function labelsIn(
  prometheus: Prometheus,
  metric: string,
  labels: string[],
  range: number,
): Promise<Set<string> | undefined> {
  const by = labels.length > 0 ? ` by (${labels.join(', ')})` : '';
  const now = await prometheus.query(`group${by} (${metric})`);
  const samples = now.length > 0 ? now : await prometheus.query(`group${by} (last_over_time(${metric}[${range}s]))`);
  return samples.length > 0 ? new Set(samples.flatMap((s) => Object.keys(s.labels))) : undefined;
}

/** A name that may be the same metric under another unit or namespace: it has a similar beginning and end. */
function alike(metric: string, names: readonly string[]): string {
  const near = names
    .map((name) => ({ name, score: score(name.split('_'), metric.split('_')) }))
    .sort((a, b) => b.score - a.score)[0];
  return near && near.score >= 2.2 ? `, but ${near.name}` : '';
}

function score(a: readonly string[], b: readonly string[]): number {
  const same = (x: readonly string[], y: readonly string[]) => {
    const i = x.findIndex((part, k) => part !== y[k]);
    return i < 0 ? x.length : i;
  };
  return same(a, b) + 1.1 * same(a.toReversed(), b.toReversed()); // the ending matters more: _calls_total
}
