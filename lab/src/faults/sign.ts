import { panel, queriesFor, resolve, variables, type VariableValue } from '@span-metrics-lab/grafana';
import type { Prometheus } from '../backends/prometheus.ts';
import type { TraceStore } from '../backends/trace-store.ts';
import type { Stack } from '../parts/parts.ts';

/** What a sign is read from. */
export type Sources = { prometheus: Prometheus; stores: readonly TraceStore[]; stack: Stack };

/** What shows a fault: a panel, and a number on it that crosses a bound while the fault is on, and never without it. */
export type Sign = {
  /** Id of the panel, and its variables where they are not the initial ones. */
  panel: string;
  show?: Readonly<Record<string, VariableValue>>;
  /** What is to be seen there, in words. */
  look: string;
  /** The number at a time, seconds since the epoch; undefined if there is none. */
  read: (sources: Sources, at: number) => Promise<number | undefined>;
  /** Beyond which bound it is the fault. */
  bound: { above: number } | { below: number };
  /** What it counts as if the panel shows no such line. */
  absentIs?: number;
  /** The number is compared as a difference to, or as a share of, that of the moment before the fault. */
  against?: 'difference' | 'share';
};

type Shown = {
  panel: string;
  show?: Readonly<Record<string, VariableValue>>;
  refId?: string;
  line?: (labels: Record<string, string>) => boolean;
};

/** The largest number that a panel shows now, by its own query, of the lines that count. */
export function onPanel(
  shown: Shown,
  of: (values: number[]) => number = (values) => Math.max(...values),
): Pick<Sign, 'panel' | 'show' | 'read'> {
  const { panel: id, show, line = () => true } = shown;
  return {
    panel: id,
    ...(show && { show }),
    read: async (sources, at) => {
      const values = (await linesOfPanel(shown, sources, at))
        .filter(({ labels }) => line(labels))
        .map(({ value }) => value);
      const known = values.filter((value) => !Number.isNaN(value));
      return known.length > 0 ? of(known) : undefined;
    },
  };
}

/** How much the number of a panel has risen within `seconds`: of what never falls. */
export function risenOn(shown: Shown, seconds: number): Pick<Sign, 'panel' | 'show' | 'read'> {
  const now = onPanel(shown);
  return {
    ...now,
    read: async (sources, at) => {
      const [before, after] = [await now.read(sources, at - seconds), await now.read(sources, at)];
      return after === undefined ? undefined : after - (before ?? 0);
    },
  };
}

/** What parts leave out, cut or refuse: the largest of the lines of *Left out, cut, refused* that grafana/src/losses.ts calls so. */
export function onLoss(...whats: string[]): Pick<Sign, 'panel' | 'show' | 'read'> {
  const id = 'pipeline-losses';
  const lines = whats.map((what) => {
    const { refId } = panel(id).queries.find(({ legend }) => legend === what)!;
    return onPanel({ panel: id, refId });
  });
  return {
    panel: id,
    read: async (sources, at) => {
      const values = await Promise.all(lines.map((line) => line.read(sources, at)));
      return Math.max(...values.filter((value) => value !== undefined));
    },
  };
}

/** How many lines of a panel are above zero now. */
export const linesOn = (shown: Shown): Pick<Sign, 'panel' | 'show' | 'read'> => ({
  panel: shown.panel,
  ...(shown.show && { show: shown.show }),
  read: async (sources, at) => (await linesOfPanel(shown, sources, at)).filter(({ value }) => value > 0).length,
});

/** One line of a panel by the value of a label. */
export const where =
  (label: string, value: string) =>
  (labels: Record<string, string>): boolean =>
    labels[label] === value;

/** What a panel shows at a time, by its own query. */
export async function linesOfPanel(
  { panel: id, show = {}, refId = 'A' }: Shown,
  { prometheus, stack }: Sources,
  at: number,
) {
  const query = queriesFor(panel(id), stack).find((one) => one.refId === refId);
  if (!query) throw new Error(`no query ${refId} of ${id} on ${stack}`);
  const { expr } = resolve(query, { ...initialVariables, ...show }, { range: 60, step: 1 });
  return prometheus.query(expr, at);
}

/** The variables of the dashboards as they are opened. */
export const initialVariables: Readonly<Record<string, VariableValue>> = {
  service: variables.service.initial,
  route: ['.+'],
  status: '.*',
  kind: 'SPAN_KIND_SERVER',
  interval: variables.interval.options[0]!.value,
};

/** What a sign read in the 12 s before `at`: the middle of four readings, since one of a rate may be far off. */
export async function readBefore(sign: Sign, sources: Sources, at: number): Promise<number | undefined> {
  const readings = await Promise.all(
    [12, 8, 4, 0].map((ago) => sign.read(sources, at - ago).catch(() => undefined)), // what does not answer shows nothing
  );
  const known = readings.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  return known[Math.floor(known.length / 2)];
}

/** Whether a sign is there: `value` now, `before` at the moment before the fault. */
export function isSeen(
  { bound, against, absentIs }: Sign,
  read: number | undefined,
  before: number | undefined,
): boolean {
  const value = read ?? absentIs;
  if (value === undefined) return false;
  const compared =
    against === undefined ? value : against === 'difference' ? value - (before ?? 0) : value / (before || Number.NaN);
  return 'above' in bound ? compared > bound.above : compared < bound.below;
}
