import type { StoredSpan } from '../../backends/trace-store.ts';
import { isUnserved } from '../http-span.ts';
import { MANY, unbounded } from '../literals.ts';
import { each, nameOf, type Rule, type Verdict } from '../rule.ts';

/** More different names than this, and most spans with one of their own, are unbounded whatever the names look like. */
const NAMES = 50;

const routes = {
  nodejs:
    'Load the instrumentation of your framework as well as that of http (for ES modules by --import), and name spans by hand with updateName() only by templates.',
  python:
    'Use the instrumentation of your framework, not only that of WSGI or ASGI; span.update_name() only with templates.',
  go: 'otelhttp: wrap each handler by its pattern, or name spans by `r.Pattern` (WithSpanNameFormatter), not by `r.URL.Path`.',
} as const;

/**
 * SPA-003 of the specification, whose criterion is open. The lab's: at least three names that differ by ids alone; or at least
 * three names that are the path of a request that nothing serves (404, 405); or more than 50 names, and fewer than two spans
 * for each.
 */
export const spanNames: Rule = {
  id: 'SPA-003',
  title: 'Span names are few',
  impact: 'important',
  why: 'Each name is a series of its own in every metric. Ids in names make them without end, and no two requests can be compared. (The specification leaves its criterion open; this one is the lab’s.)',
  fix: {
    ...routes,
    other: 'Name spans by what is done (`GET /items/{id}`, `SELECT items`), and put ids into attributes.',
  },
  judge({ spans }): Verdict {
    const byName = Map.groupBy(spans, (span) => span.name);
    const groups = [...unbounded(byName.keys()).values(), unserved(spans)].filter((names) => names.length >= MANY);
    const wrong = new Set(byName.size > NAMES && byName.size > spans.length / 2 ? byName.keys() : groups.flat());
    return each(
      [...byName],
      { of: 'span names', wrong: 'with an id or a path in it, or used once', none: 'no span of it was found' },
      ([name, [span]]) =>
        wrong.has(name) ? { text: `the name ${nameOf(span!)}, beside others like it`, span } : undefined,
    );
  },
};

/** LAB-002: the same for routes. */
export const routeValues: Rule = {
  id: 'LAB-002',
  title: '`http.route` is a template',
  impact: 'important',
  why: 'A route with ids in it is a path: requests of one route are not counted together, and each new id is a new series.',
  fix: {
    ...routes,
    other: 'Set http.route to the pattern by which the server chose its handler, such as `/items/{id}`.',
  },
  judge({ spans }) {
    const withRoute = spans.filter((span) => span.kind === 'server' && span.attributes['http.route']);
    const byRoute = Map.groupBy(withRoute, (span) => String(span.attributes['http.route']));
    const wrong = new Set([...unbounded(byRoute.keys()).values()].flat());
    return each(
      [...byRoute],
      { of: 'routes', wrong: 'with an id in it', none: 'no SERVER span has http.route' },
      ([route, [span]]) =>
        wrong.has(route) ? { text: `the route \`${route.slice(0, 120)}\`, beside others like it`, span } : undefined,
    );
  },
};

/** Names that are the paths of requests that nothing serves. */
function unserved(spans: readonly StoredSpan[]): string[] {
  const names = spans
    .filter((span) => {
      const { kind, name, attributes: a } = span;
      const path = String(a['url.path'] ?? a['http.target'] ?? '').split('?', 1)[0]!;
      return kind === 'server' && isUnserved(span) && path.length > 1 && !a['http.route'] && name.includes(path);
    })
    .map(({ name }) => name);
  return [...new Set(names)];
}
