import {
  all,
  type LabelVariable,
  selector,
  substitute,
  traceToMetricsTags,
  type Variable,
  type VariableValue,
  variablesIn,
} from '@span-metrics-lab/grafana';
import type { Prometheus } from '../../backends/prometheus.ts';

/** A value of every variable of a dashboard: all as at first, or one of them, `variable`, changed. */
export type Choice = { values: Values } & ({ kind: 'initial' } | { kind: 'changed'; variable: string });

type Values = Readonly<Record<string, VariableValue>>;

/** A variable that has nothing to choose from. */
export type NoValues = { variable: LabelVariable; selector: string };

/**
 * What a dashboard's variables can be set to, by what Prometheus has: everything as at first, then each other value of
 * each variable, once: a route with the first service that has it.
 */
export async function choicesOf(
  prometheus: Prometheus,
  variables: readonly Variable[],
  range: number,
): Promise<{ choices: Choice[]; missing: NoValues[] }> {
  const missing: NoValues[] = [];
  const initial: Record<string, VariableValue> = { __tags: spanTags };
  const options = new Map<string, VariableValue[]>();
  for (const variable of variables) {
    if (variable.kind === 'list') {
      options.set(
        variable.name,
        variable.options.map((o) => o.value),
      );
      initial[variable.name] = variable.options[0]!.value;
      continue;
    }
    const found = await labelValues(prometheus, variable, initial, range);
    if (found.length === 0)
      missing.push({ variable, selector: substitute(variable.selector, initial, { range, step: 1 }) });
    const first =
      variable.initial === '$__all'
        ? [all]
        : found.includes(variable.initial)
          ? variable.initial
          : (found[0] ?? variable.initial);
    initial[variable.name] = first;
    options.set(variable.name, variable.multi ? [[all], ...found.map((value) => [value])] : found);
  }
  const choices: Choice[] = [{ kind: 'initial', values: initial }];
  for (const [name, values] of options) {
    for (const value of values)
      if (String(value) !== String(initial[name]))
        choices.push({ kind: 'changed', variable: name, values: { ...initial, [name]: value } });
  }
  // a route's list depends on the service: the others have some more
  const routes = variables.find(
    (v): v is LabelVariable => v.kind === 'label' && variablesIn(v.selector).includes('service'),
  );
  const had = new Set(routes && options.get(routes.name)?.flat());
  for (const choice of routes ? choices.filter((c) => changes(c, 'service')) : []) {
    for (const value of await labelValues(prometheus, routes!, choice.values, range)) {
      if (!had.has(value))
        choices.push({
          kind: 'changed',
          variable: routes!.name,
          values: { ...choice.values, [routes!.name]: [value] },
        });
      had.add(value);
    }
  }
  return { choices, missing };
}

/** A choice in words: only what is not as at first. */
export function describeChoice(choice: Choice): string {
  if (choice.kind === 'initial') return '';
  const shown = choice.variable === 'route' ? ['service', choice.variable] : [choice.variable];
  return shown.map((name) => `${name}=${[choice.values[name]].flat().join('|')}`).join(', ');
}

/** Whether this variable is the one that is not as at first. */
export function changes(choice: Choice, variable: string): boolean {
  return choice.kind === 'changed' && choice.variable === variable;
}

/** What Grafana makes of `$__tags` for a span of the gateway's that went well. */
export const spanTags = selector(
  Object.fromEntries(
    Object.entries({
      'service.name': 'gateway',
      'http.request.method': 'GET',
      'http.response.status_code': '200',
    }).map(([attribute, value]) => [traceToMetricsTags[attribute], value]),
  ),
);

async function labelValues(
  prometheus: Prometheus,
  variable: LabelVariable,
  values: Values,
  range: number,
): Promise<string[]> {
  const selector = substitute(variable.selector, values, { range, step: 1 });
  const found = await prometheus.query(`group by (${variable.values}) (last_over_time(${selector}[${range}s]))`);
  return found
    .map((s) => s.labels[variable.values] ?? '')
    .filter((value) => value !== '')
    .sort();
}
