import type { SentMetric } from '../../backends/inventory.ts';
import { each, type Rule, type Verdict } from '../rule.ts';
import type { Sample } from '../sample.ts';
import { isUcum, unitInName } from '../ucum.ts';

const NONE = 'it sent no metric within the last 2.5 min';

/** MET-001 of the specification. */
export const labelValues: Rule = {
  id: 'MET-001',
  title: 'Attributes of metrics have less than 10,000 values',
  impact: 'important',
  why: 'Each value is a series of its own: memory and cost grow without bound, and queries time out.',
  fix: {
    other:
      'Take ids of users, requests and sessions out of the attributes of metrics (a view of the SDK does it without the code); keep them on spans. The lab itself leaves out a metric with more than 500 points (docs/losses.md).',
  },
  judge({ series }): Verdict {
    if (!series) return { notApplicable: 'Prometheus does not answer' };
    return each(
      [...series],
      { of: 'metrics', wrong: 'with an attribute of 10,000 values or more', none: 'Prometheus has no metric of it' },
      ([name, found]) => {
        if (found.length < 10_000) return undefined; // no attribute has more values than its metric series
        const keys = new Set(found.flatMap((labels) => Object.keys(labels)));
        for (const key of keys) {
          const values = new Set(found.map((labels) => labels[key])).size;
          if (values >= 10_000) return `\`${key}\` of \`${name}\` has ${values} values`;
        }
        return undefined;
      },
    );
  },
};

/** MET-002 of the specification. */
export const units: Rule = {
  id: 'MET-002',
  title: 'Metrics have a unit of UCUM',
  impact: 'important',
  why: 'Without a unit nobody knows whether 0.3 is seconds, milliseconds or a share, and no page can write it with its unit.',
  fix: {
    nodejs: "meter.createHistogram('queue.wait', { unit: 's' })",
    python: "meter.create_histogram('queue.wait', unit='s')",
    java: 'meter.histogramBuilder("queue.wait").setUnit("s")',
    go: 'meter.Float64Histogram("queue.wait", metric.WithUnit("s"))',
    dotnet: 'meter.CreateHistogram<double>("queue.wait", unit: "s")',
    other: 'Give each instrument a unit of UCUM: `s`, `By`, `1`, `{request}`.',
  },
  judge: ({ metrics }) =>
    eachName(metrics, 'without a unit of UCUM', (name, of) => {
      const wrong = of.find(({ unit }) => !isUcum(unit));
      return wrong && (wrong.unit === '' ? `\`${name}\` has no unit` : `\`${name}\` has the unit \`${wrong.unit}\``);
    }),
};

/** MET-003 of the specification, within the service. */
export const oneUnit: Rule = {
  id: 'MET-003',
  title: 'A metric has one unit',
  impact: 'important',
  why: 'Values in two units under one name are added up, and the sum means nothing.',
  fix: {
    other:
      'Use one unit wherever the metric is recorded, or two names. (The lab compares what it received within 2.5 min.)',
  },
  judge: ({ metrics }) => oneValue(metrics, ({ unit }) => unit, 'with several units'),
};

/** MET-004 of the specification, within the service. */
export const oneSetOfBuckets: Rule = {
  id: 'MET-004',
  title: 'A histogram has one set of buckets',
  impact: 'normal',
  why: 'Histograms with different bounds cannot be added up: a quantile over both is wrong.',
  fix: {
    other:
      'State the bounds once, in a view or where the instrument is made, and alike in all processes. (The lab compares what it received within 2.5 min.)',
  },
  judge: ({ metrics }) => {
    const explicit = metrics?.filter(({ type }) => type === 'histogram');
    return oneValue(explicit, ({ bounds }) => bounds ?? '', 'with several sets of bounds', 'it sent no histogram');
  },
};

/** MET-005 of the specification. */
export const unitsInNames: Rule = {
  id: 'MET-005',
  title: "A metric's name does not contain its unit",
  impact: 'normal',
  why: 'The unit is told beside the name, and some stores add it: `wait_seconds_seconds`. A name with a unit breaks when the unit changes.',
  fix: { other: 'Leave the unit out of the name: `queue.wait` with the unit `s` instead of `queue.wait.seconds`.' },
  judge: ({ metrics }) =>
    eachName(metrics, 'with their unit in the name', (name, of) => {
      const word = of.map(({ unit }) => unitInName(name, unit)).find(Boolean);
      return word && `\`${name}\` contains \`${word}\`, its unit`;
    }),
};

/** MET-006 of the specification. */
export const metricNames: Rule = {
  id: 'MET-006',
  title: 'A metric is not named like an attribute of the conventions',
  impact: 'important',
  why: 'One name for two things misleads whoever searches: is it a label or a metric?',
  fix: { other: 'Name the metric by what it measures: `http.client.answers` instead of `http.response.status_code`.' },
  judge: ({ metrics, conventionKeys }) =>
    eachName(metrics, 'named like an attribute', (name) =>
      conventionKeys.has(name) ? `\`${name}\` is the name of an attribute` : undefined,
    ),
};

function oneValue(
  metrics: Sample['metrics'],
  of: (metric: SentMetric) => string,
  wrong: string,
  none?: string,
): Verdict {
  return eachName(
    metrics,
    wrong,
    (name, some) => {
      const values = [...new Set(some.map(of))];
      return values.length > 1
        ? `\`${name}\` has ${values.map((value) => `\`${value.slice(0, 80)}\``).join(' and ')}`
        : undefined;
    },
    none,
  );
}

function eachName(
  metrics: Sample['metrics'],
  wrong: string,
  lookAt: (name: string, of: SentMetric[]) => string | undefined,
  none: string = NONE,
): Verdict {
  if (!metrics) return { notApplicable: 'the collector does not say what it received' };
  const byName = Map.groupBy(metrics, ({ name }) => name);
  return each([...byName], { of: 'metrics', wrong, none }, ([name, of]) => lookAt(name, of));
}
