/** Which trace stores run: the same names as in the lab. */
export type Stack = 'tempo' | 'jaeger' | 'both';
export const everyStack: readonly Stack[] = ['tempo', 'jaeger', 'both'];
export const withTempo: readonly Stack[] = ['tempo', 'both'];
export const withJaeger: readonly Stack[] = ['jaeger', 'both'];
export const withBoth: readonly Stack[] = ['both'];

/** An addition to any stack that has dashboards of its own: the same name as in the lab. */
export type Capability = 'shop' | 'logs' | 'alerts' | 'machine';

/** A data source; the name is also its uid in `grafana/provisioning/datasources/`. */
export type Datasource = 'prometheus' | 'tempo' | 'jaeger' | 'loki';

/** The data sources that Grafana is given on a stack, and with a capability. */
export function datasourcesOf(stack: Stack, capability?: Capability): Datasource[] {
  return [
    'prometheus',
    ...(stack === 'jaeger' ? [] : ['tempo' as const]),
    ...(stack === 'tempo' ? [] : ['jaeger' as const]),
    ...(capability === 'logs' ? ['loki' as const] : []),
  ];
}

/** Grafana's unit ids. `s` becomes minutes from 60 on, with ticks such as 1.67 mins; `suffix: s` stays seconds. */
export type Unit = 'short' | 'reqps' | 'ops' | 'ms' | 's' | 'suffix: s' | 'percentunit' | 'bytes' | 'cps';

export type Kind = 'timeseries' | 'stat' | 'bargauge' | 'table' | 'heatmap' | 'nodegraph' | 'logs';

/** Columns of a legend: numbers of each line over the shown range. */
export type LegendColumn = 'last' | 'mean' | 'max';

/**
 * `list`: names below the graph, side by side. `table`: names at the right, one a row, with these columns; sorted by the
 * last of them, largest first, so that only the names to look at have to fit if it is `long`.
 */
export type Legend = { as: 'list' } | { as: 'table'; columns: readonly LegendColumn[]; long?: true };

/** What a number is compared with when a check knows the load that it sent. */
export type LoadFact = {
  /**
   * `requests`, `errors`: equal to what was sent or answered with 5xx in the range.
   * `requestRate`, `errorShare`: within the error that `rate()` allows.
   * `latency`: a quantile in the bucket of the true one, an average within the known bounds.
   * `time`: the sum of the durations. `buckets`: requests per second by `le`.
   */
  fact: 'requests' | 'errors' | 'requestRate' | 'errorShare' | 'latency' | 'time' | 'buckets';
  /** The labels by which the series split the fact; none: one number for all. */
  by?: readonly string[];
};

/** What a query must return on a lab that works, after a short load. */
export type Expectation = {
  /** Why an empty answer may be correct; if absent, there must be a number. */
  mayBeEmpty?: string;
  /** Metrics that exist only after an event, and that event. */
  lazyMetrics?: Readonly<Record<string, string>>;
  /** The same for labels. */
  lazyLabels?: Readonly<Record<string, string>>;
  /** Bounds of every number, in the query's unit. NaN is outside. */
  range?: readonly [number, number];
  load?: LoadFact;
  /** Seconds after which a point is complete; younger ones may be too low. Default: 2 s. */
  settles?: number;
};

/** A link; `url` may use dashboard variables and Grafana's `__data`, `__field`, `__url_time_range`. */
export type Link = { title: string; url: string };

export type Query = {
  /** Also the column's name in tables; has a meaning in node graphs (`render/nodegraph.ts`). */
  refId: string;
  datasource: Datasource;
  /** PromQL, TraceQL or LogQL; for `jaeger` the service whose traces are searched. */
  expr: string;
  /** Grafana's legend format, or fixed text; a table's column title. */
  legend: string;
  /** One value at the end of the range instead of a series. */
  instant?: boolean;
  /** Whether to query exemplars: dots that lead to a trace. */
  exemplar?: boolean;
  /** Drawn dashed: the second of two lines of one colour. */
  dashed?: boolean;
  /** Smallest step, for metrics that arrive more rarely than scrapes do. */
  minStep?: string;
  /** Set if it differs from the panel's. */
  unit?: Unit;
  stacks?: readonly Stack[];
  /** Replaces the panel's expectation. */
  expects?: Expectation;
  links?: readonly Link[];
};

/** From `from` on, the value is drawn as `level`. Levels are colours of `palette.ts`. */
export type Threshold = { from: number; level: 'good' | 'watch' | 'bad' };

export type Panel = {
  /** kebab-case, unique in the lab. */
  id: string;
  title: string;
  kind: Kind;
  unit: Unit;
  queries: readonly Query[];
  /** Axis bounds. */
  min?: number;
  max?: number;
  /** The axis ends here if all data is below; it follows data above. */
  softMax?: number;
  /** Words that are shown instead of numbers. */
  words?: Readonly<Record<number, string>>;
  /** Of bars: names are above them, because beside them they would be cut. */
  namesAbove?: boolean;
  /** Of time series: where the names of the lines are. Default: a list below. */
  legend?: Legend;
  thresholds?: readonly Threshold[];
  /** What it shows, in one or two sentences. */
  tells: string;
  /** What to do when it looks bad. */
  looksBad: string;
  stacks: readonly Stack[];
  expects: Expectation;
  links?: readonly Link[];
  /** What bars and tiles show of a series: its last value (the default), or the sum of its points. */
  reduce?: 'last' | 'sum';
  /** A fixed range, such as 24h, independent of the dashboard's. */
  timeFrom?: string;
  /** Maximum number of points, however wide it is. Default: 240. */
  points?: number;
  /** Series are drawn on top of each other. */
  stacked?: boolean;
  /** Tables: labels that are shown, with their titles, and the query (refId) that sorts, largest first. */
  table?: { labels: Readonly<Record<string, string>>; sortBy: string };
};

/** A dashboard variable whose values come from a label. */
export type LabelVariable = {
  kind: 'label';
  name: string;
  label: string;
  /** PromQL selector that the label is read from; may use variables before it. */
  selector: string;
  values: string;
  /** Several values and "All" can be chosen: use it with `=~`. Otherwise one value, with `=`. */
  multi: boolean;
  initial: string;
};

/** A dashboard variable with a fixed list. Its value goes into the query unchanged. */
export type ListVariable = {
  kind: 'list';
  name: string;
  label: string;
  options: readonly { text: string; value: string }[];
};

export type Variable = LabelVariable | ListVariable;

/** Vertical lines on every panel of a dashboard. */
export type Annotation =
  | { name: string; colour: string; query: Query; step: string; title: string; tells: string }
  | { name: string; colour: string; tags: readonly string[]; tells: string };

/** The position of a panel on Grafana's grid of 24 columns; `id` is its number in the dashboard and never changes. */
export type Placed = { id: number; panel: Panel; x: number; y: number; w: number; h: number };

export type Row = { id: number; title: string; y: number; panels: readonly Placed[] };

export type Dashboard = {
  uid: string;
  title: string;
  /** Path below `grafana/dashboards/`; its folder becomes Grafana's folder. */
  file: string;
  /** The question that it answers. */
  answers: string;
  /** How to read it, top to bottom. */
  reading: string;
  stacks: readonly Stack[];
  /** Only where this is on: Grafana is given its folder then, and `lab check panels` asks for it. */
  capability?: Capability;
  variables: readonly Variable[];
  annotations: readonly Annotation[];
  /** The first row has no header: it is the first screen. */
  rows: readonly Row[];
  /** What links on other dashboards call it: all of them must fit into one row. */
  short: string;
  /** Grafana's relative range and refresh. */
  from: string;
  refresh: string;
};

/** A jump between two places of the observability stack, provisioned in Grafana. */
export type Correlation = {
  id: string;
  title: string;
  from: 'metric' | 'trace' | 'service graph' | 'dashboard' | 'annotation';
  to: 'trace' | 'metric' | 'dashboard' | 'store' | 'annotation';
  stacks: readonly Stack[];
  /** Where it is set up. */
  where: string;
  /** The queries that run when the jump is taken, or that need data for it to appear. */
  queries: readonly Query[];
};
