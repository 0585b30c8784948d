import { type Role, roles } from './parts.ts';

/** A SERVER span that a request must make: where, under which name, with which status. */
export type DueSpan = { service: Role; name: string; status: number };

/** A request that the lab knows how to send, and every SERVER span that it must leave behind. */
export type Scenario = {
  name: string;
  service: Role;
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  /** Statuses that are right answers. */
  answers: readonly number[];
  /** The SERVER spans due for an answer with this status, entry first. */
  due: (status: number) => DueSpan[];
  /** CLIENT spans due in the same trace. */
  clientSpans: number;
  /** Takes a second or more: left out where a quick round is wanted. */
  slow?: boolean;
};

/** Every kind of request that the ledger mixes: each playground route on each role, and the routes across roles. */
export const scenarios: readonly Scenario[] = [
  ...roles.flatMap((service): Scenario[] => [
    local(service, '/', '/'),
    local(service, '/items/:id', '/items/7'),
    local(service, '/io_task', '/io_task', { slow: true }),
    local(service, '/cpu_task', '/cpu_task'),
    local(service, '/random_sleep', '/random_sleep?max=50'),
    local(service, '/random_status', '/random_status', { answers: [200, 300, 400, 500] }),
    local(service, '/error_test', '/error_test', { answers: [500] }),
  ]),
  {
    name: 'gateway /chain',
    service: 'gateway',
    method: 'GET',
    path: '/chain',
    answers: [200],
    due: (status) => roles.map((service) => ({ service, name: 'GET /chain', status })),
    clientSpans: 2,
  },
  {
    name: 'gateway POST /purchases',
    service: 'gateway',
    method: 'POST',
    path: '/purchases',
    body: { item: 'book', quantity: 1 },
    answers: [201],
    due: (status) => purchase(status),
    clientSpans: 2,
  },
  {
    name: 'gateway POST /purchases (sold out)',
    service: 'gateway',
    method: 'POST',
    path: '/purchases',
    body: { item: 'unicorn', quantity: 1 },
    answers: [409],
    due: (status) => purchase(status),
    clientSpans: 2,
  },
  {
    name: 'gateway GET /purchases/:id (unknown)',
    service: 'gateway',
    method: 'GET',
    path: '/purchases/00000000-0000-4000-8000-000000000000',
    answers: [404],
    due: (status) => [
      { service: 'gateway', name: 'GET /purchases/:id', status },
      { service: 'orders', name: 'GET /orders/:id', status },
    ],
    clientSpans: 1,
  },
];

function local(
  service: Role,
  route: string,
  path: string,
  options: { answers?: readonly number[]; slow?: boolean } = {},
): Scenario {
  return {
    name: `${service} ${route}`,
    service,
    method: 'GET',
    path,
    answers: options.answers ?? [200],
    due: (status) => [{ service, name: `GET ${route}`, status }],
    clientSpans: 0,
    ...(options.slow && { slow: true }),
  };
}

function purchase(status: number): DueSpan[] {
  return [
    { service: 'gateway', name: 'POST /purchases', status },
    { service: 'orders', name: 'POST /orders', status },
    { service: 'stock', name: 'POST /reservations', status },
  ];
}
