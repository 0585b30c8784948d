import { resolve, variables, variablesIn } from '@span-metrics-lab/grafana';
import { ask, type Line } from '../../lab/src/check/panels/ask.ts';
import { narrow } from '../../lab/src/check/panels/narrow.ts';
import { type Question, questionsOf } from '../../lab/src/check/panels/question.ts';
import { spanTags } from '../../lab/src/check/panels/variable-values.ts';
import type { TestLab } from './test-lab.ts';

const first = { service: 'gateway', route: ['.+'], status: '.*', kind: 'SPAN_KIND_SERVER' };

/** What a panel shows of one run's requests to the gateway, or of all without a run, as points at every second, or at the end. Times are ms since the epoch. */
export async function shownBy(
  lab: TestLab,
  panel: string,
  run: string | undefined,
  {
    start,
    end,
    interval = variables.interval.options[0]!.value,
    refId = 'A',
  }: { start: number; end: number; interval?: string; refId?: string },
): Promise<Line[]> {
  const found = questionsOf(lab.stack).find((q) => q.panel === panel && q.query.refId === refId && q.on === 'panel');
  if (!found) throw new Error(`no panel ${panel} with a query ${refId} on this stack`);
  const window = { start: Math.floor(start / 1000), end: Math.ceil(end / 1000) };
  const { expr, step } = resolve(found.query, { ...first, interval }, { range: window.end - window.start, step: 1 });
  const every = found.query.datasource === 'prometheus' ? 1 : step; // finer than the panel's step, so that no second is missed
  const asked = run === undefined ? expr : narrow(found.query, expr, run);
  return ask(lab.endpoints, found.query, asked, { ...window, step: every });
}

/** The one number of a panel. */
export function only(lines: readonly Line[]): number {
  if (lines.length !== 1) throw new Error(`expected one series, found ${lines.length}`);
  return lines[0]!.points.at(-1)![1];
}

/** `panel` of each question that passes, and the variables that read a metric which does. */
export function panelsThat(questions: readonly Question[], passes: (q: Question) => boolean): string[] {
  return [...new Set(questions.filter(passes).map((q) => `${q.dashboard} ${q.panel}`))].sort();
}

/** A query whose metrics and labels are read. */
export function written({ query }: Question): string {
  return variablesIn(query.expr).includes('__tags') ? query.expr.replaceAll('$__tags', spanTags) : query.expr;
}

/** Every value of every line. */
export function numbers(lines: readonly { points: [number, number][] }[]): number[] {
  return lines.flatMap((line) => line.points.map(([, value]) => value));
}
