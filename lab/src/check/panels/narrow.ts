import { label, namespace, type Query, quoted, selector, variablesIn } from '@span-metrics-lab/grafana';

/** The same query over the spans of one run only: other traffic does not count, and numbers can be exact. */
export function narrow({ datasource }: Query, expr: string, run: string): string {
  if (datasource === 'tempo') return expr.replace('{ ', () => `{ span.lab.run = ${quoted(run)} && `);
  const spanMetric = new RegExp(`(${namespace.spans}\\w+)\\{`, 'g');
  return expr.replaceAll(spanMetric, (_, name: string) => `${name}{${selector({ [label.run]: run })}, `);
}

/** The smallest of the offered windows that contains `seconds`, for a variable such as `interval`; seconds. */
export function windowAround(seconds: number, options: readonly string[]): number {
  const windows = options.flatMap((text) => {
    const [, number, unit] = /^(\d+)([sm])$/.exec(text) ?? [];
    return number ? [Number(number) * (unit === 'm' ? 60 : 1)] : [];
  });
  return windows.sort((a, b) => a - b).find((w) => w >= seconds) ?? Math.ceil(seconds / 60) * 60;
}

/** Whether a query's numbers depend on this variable. */
export function uses({ expr }: Query, variable: string): boolean {
  return variablesIn(expr).includes(variable);
}
