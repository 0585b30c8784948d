import { each, type Rule } from '../rule.ts';
import type { Buckets } from '../measured.ts';

/** Fewer values than this say nothing. */
const ENOUGH = 20;
const NEARLY_ALL = 0.95;

/** Bounds that the conventions advise for durations: what fits them is not the service's choice. Semantic conventions, http, database, runtime metrics */
const advised = new Set([
  '0.005,0.01,0.025,0.05,0.075,0.1,0.25,0.5,0.75,1,2.5,5,7.5,10',
  '0.001,0.005,0.01,0.05,0.1,0.5,1,5,10',
  '0.01,0.1,1,10',
]);

/** LAB-010 */
export const histogramFit: Rule = {
  id: 'LAB-010',
  title: 'Values of histograms fall into several buckets',
  impact: 'normal',
  why: 'With nearly all values in the first or the last bucket every quantile is a guess. Often the unit is not the one that the buckets were made for: seconds in buckets for milliseconds.',
  fix: {
    nodejs: "meter.createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: [0.005, 0.01, …, 10] } })",
    python: 'meter.create_histogram(name, unit="s", explicit_bucket_boundaries_advisory=[0.005, 0.01, …, 10])',
    java: '.setUnit("s").setExplicitBucketBoundariesAdvice(List.of(0.005, 0.01, …, 10.0))',
    go: 'metric.WithUnit("s"), metric.WithExplicitBucketBoundaries(0.005, 0.01, …, 10)',
    other: 'Give the histogram bounds around the values that it gets, or let it be exponential.',
  },
  judge: ({ buckets }) =>
    each(
      buckets.filter(({ counts }) => (counts.at(-1)?.atMost ?? 0) >= ENOUGH && counts.length > 2),
      {
        of: 'histograms',
        wrong: 'with nearly all values in one bucket at the end',
        none: `Prometheus has no histogram of it with ${ENOUGH} values`,
      },
      misfit,
    ),
};

function misfit({ name, counts }: Buckets): string | undefined {
  const all = counts.at(-1)!.atMost;
  const last = counts.at(-2)!;
  const above = (all - last.atMost) / all;
  if (above >= NEARLY_ALL)
    return `\`${name}\`: ${percent(above)} of ${all} values are above its last bound, ${last.bound}`;
  if (
    advised.has(
      counts
        .slice(0, -1)
        .map(({ bound }) => bound)
        .join(','),
    )
  )
    return undefined;
  const first = counts.find(({ bound }) => bound > 0)!;
  const below = first.atMost / all;
  const atZero = counts.find(({ bound }) => bound === 0)?.atMost ?? 0;
  if (below >= NEARLY_ALL && atZero < first.atMost)
    return `\`${name}\`: ${percent(below)} of ${all} values are at most ${first.bound}, its first bound`;
  return undefined;
}

const percent = (share: number) => `${Math.floor(share * 100)} %`;
