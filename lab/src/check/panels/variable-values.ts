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
import { isOurs, ownRoutes } from './ours.ts';

/** A value for every variable of a dashboard: all initial, or one of them, `variable`, changed. */
export type Choice = { values: Values } & ({ kind: 'initial' } | { kind: 'changed'; variable: string });

type Values = Readonly<Record<string, VariableValue>>;

/** Other services, and routes, that are asked for too: there may be thousands. */
const MOST_OTHERS = 10;

/** Characters of a value in a report. */
const SHOWN = 80;

/** A variable that has nothing to choose from. */
export type NoValues = { variable: LabelVariable; selector: string };

/**
 * Values that a dashboard's variables can have, from what Prometheus has: all initial, then each other value of
 * each variable, once: a route with the first service that has it. Of names that are not the lab's own, only the first.
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
  // the list of routes depends on the service: other services have further routes
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

/** Describes a choice: only the value that is not initial. */
export function describeChoice(choice: Choice): string {
  if (choice.kind === 'initial') return '';
  const shown = choice.variable === 'route' ? ['service', choice.variable] : [choice.variable];
  return shown.map((name) => `${name}=${shortened([choice.values[name]].flat().join('|'))}`).join(', ');
}

function shortened(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
}

/** Whether this variable is the one that is not at its initial value. */
export function changes(choice: Choice, variable: string): boolean {
  return choice.kind === 'changed' && choice.variable === variable;
}

/** What Grafana substitutes for `$__tags` on a successful span of gateway. */
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
  const all = found.map((s) => s.labels[variable.values] ?? '').filter((value) => value !== '');
  const own = (value: string) => isOurs(value) || ownRoutes.has(value);
  return [
    ...all.filter(own).sort(),
    ...all
      .filter((value) => !own(value))
      .sort()
      .slice(0, MOST_OTHERS),
  ];
}
