import list from '../../../routes.json' with { type: 'json' };
import type { Query } from '../model.ts';
import { label } from '../names.ts';
import { series } from '../palette.ts';

type Request = { to: string; route: string; answers: readonly number[] };

const everyRole = list.served['every role'];
const requests: readonly Request[] = list.requests;

/** The routes of the service that has the most, which is what a panel with one service shows. */
const routes: readonly string[] = Object.entries(list.served)
  .filter(([role]) => role !== 'every role')
  .map(([, own]) => [...everyRole, ...own])
  .reduce((most, own) => (own.length > most.length ? own : most));

const ofRoutes = requests.filter(({ route }) => routes.includes(route));
const pairs = new Map(
  ofRoutes.flatMap(({ route, answers }) =>
    answers.map((status) => [`${status} ${route}`, { [label.route]: route, [label.httpStatus]: String(status) }]),
  ),
);

/** Values of labels that the palette has no list of, or a longer one than a panel shows. */
const values: Readonly<Record<string, readonly string[]>> = {
  [label.route]: routes,
  name: routes,
  [label.httpStatus]: [...new Set(ofRoutes.flatMap((r) => r.answers.map(String)))],
};

/** Every name that the series of a query can have on the lab's own services: one for a legend without labels. */
export function namesShown({ legend, expr }: Query): string[] {
  const labels = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);
  if (labels.length === 0) return [legend];
  if (labels.includes(label.route) && labels.includes(label.httpStatus)) {
    const failedOnly = expr.includes('STATUS_CODE_ERROR');
    return [...pairs.values()]
      .filter((pair) => !failedOnly || Number(pair[label.httpStatus]) >= 500)
      .map((pair) => filledIn(legend, pair));
  }
  return labels.reduce<string[]>(
    (names, name) => names.flatMap((text) => valuesOf(name).map((value) => filledIn(text, { [name]: value }))),
    [legend],
  );
}

function valuesOf(name: string): readonly string[] {
  return values[name] ?? series[name]?.map((style) => style.name) ?? [];
}

function filledIn(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, (match, name: string) => labels[name] ?? match);
}
