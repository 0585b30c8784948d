import list from '../../../routes.json' with { type: 'json' };
import { type AppRole, appRoles, type Endpoints, type SpanSource } from './parts.ts';

/** A SERVER span that a request must make: where, under which name, with which status. */
export type DueSpan = { service: SpanSource; name: string; status: number };

/** A request that the lab can send, and every SERVER span that it must make. */
export type Scenario = {
  name: string;
  service: AppRole;
  /** Method and route, as the entry's span is called. */
  route: string;
  method: string;
  path: string;
  body?: unknown;
  /** Statuses that count as correct answers. */
  answers: readonly number[];
  /** The SERVER spans due for an answer with this status, entry first. */
  due: (status: number) => DueSpan[];
  /** CLIENT spans due in the same trace: one for each call of a service. */
  clientSpans: number;
  /** Takes a second or more: left out where a quick round is wanted. */
  slow: boolean;
};

/**
 * A request of `routes.json`. `calls`: service and route of each call that it causes, `callsInShop`: in a lab with the shop.
 * The sender fills in `{id}` and `{ms}`.
 */
type Listed = {
  to: string;
  route: string;
  case?: string;
  path: string;
  body?: unknown;
  answers: number[];
  calls?: string[][];
  callsInShop?: string[][];
  slow?: boolean;
};

/** Every kind of request that the ledger mixes: each playground route on each role, and the routes across roles. */
export const scenarios = scenariosBy(({ calls }) => calls);

/** The same for a lab with the shop, where Postgres has the stock, too. */
const inShop = scenariosBy(({ calls, callsInShop }) => callsInShop ?? calls);

/** Every kind of request of a lab with these endpoints. */
export function scenariosOf({ observer }: Pick<Endpoints, 'observer'>): readonly Scenario[] {
  return observer === undefined ? scenarios : inShop;
}

/** The SERVER spans that a request of {@link scenarios} makes in a lab with these endpoints. */
export function dueInLab(lab: Pick<Endpoints, 'observer'>): (scenario: Scenario, status: number) => DueSpan[] {
  const here = new Map(scenariosOf(lab).map((one) => [one.name, one]));
  return (scenario, status) => (here.get(scenario.name) ?? scenario).due(status);
}

function scenariosBy(callsOf: (request: Listed) => string[][] | undefined): readonly Scenario[] {
  return (list.requests as readonly Listed[]).flatMap((request) =>
    (request.to === 'every role' ? appRoles : [request.to as AppRole]).map((service) =>
      scenarioOf(service, request, callsOf(request)),
    ),
  );
}

/** The usual request of a route to a service. Throws if `routes.json` has none. */
export function scenario(route: string, service: AppRole = 'gateway'): Scenario {
  const found = scenarios.find((s) => s.route === route && s.service === service);
  if (!found) throw new Error(`routes.json has no request ${route} to ${service}`);
  return found;
}

function scenarioOf(
  service: AppRole,
  { route, case: which, path, body, answers, slow = false }: Listed,
  calls: readonly string[][] = [],
): Scenario {
  return {
    name: `${service} ${route}${which ? ` (${which})` : ''}`,
    service,
    route,
    method: route.split(' ')[0] as string,
    path: path.replace('{id}', '7').replace('{ms}', '50'),
    body,
    answers,
    due: (status) => [
      { service, name: route, status },
      ...calls.map(([callee, name]) => ({ service: callee as SpanSource, name: name as string, status })),
    ],
    clientSpans: calls.length,
    slow,
  };
}
