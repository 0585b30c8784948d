// The load: every route of the application, as its users would mix them.
//   load --HTTP--> gateway -> orders -> stock
//   k6 run k6-script.js                                30 s with 10 users
//   k6 run --vus 1 --duration 300s k6-script.js        as slow and long as you like
//   BASE_URL=http://127.0.0.1:8000                     another gateway
import { check, sleep } from 'k6';
import http from 'k6/http';

const base = __ENV.BASE_URL || 'http://127.0.0.1:8000';

export const options = {
  vus: 10,
  duration: '30s',
  discardResponseBodies: true,
  userAgent: 'k6',
  thresholds: {
    checks: ['rate==1'], // every answer has a status that this route may give
    http_req_failed: ['rate==0'], // the errors that a route is made for are expected, anything else is not
    'http_req_duration{name:GET /chain}': ['p(95)<500'], // three services, no waiting in between
    'http_req_duration{name:GET /io_task}': ['p(95)<1500'], // waits 1 s on purpose
    'http_req_duration{name:POST /purchases}': ['p(95)<500'],
  },
};

// [weight, name, method, path, expected statuses, body]
const routes = [
  [3, 'GET /', 'GET', '/', [200]],
  [4, 'GET /items/:id', 'GET', () => `/items/${Math.floor(Math.random() * 1000)}`, [200]],
  [1, 'GET /io_task', 'GET', '/io_task', [200]],
  [2, 'GET /cpu_task', 'GET', '/cpu_task', [200]],
  [1, 'GET /random_sleep', 'GET', '/random_sleep?max=1000', [200]],
  [2, 'GET /random_status', 'GET', '/random_status', [200, 300, 400, 500]],
  [1, 'GET /error_test', 'GET', '/error_test', [500]],
  [3, 'GET /chain', 'GET', '/chain', [200]],
  [3, 'POST /purchases', 'POST', '/purchases', [201], { item: 'book', quantity: 1 }],
  [1, 'POST /purchases', 'POST', '/purchases', [409], { item: 'unicorn', quantity: 1 }],
  [1, 'POST /purchases', 'POST', '/purchases', [400], { item: 'book', quantity: -1 }],
  [1, 'GET /purchases/:id', 'GET', '/purchases/00000000-0000-4000-8000-000000000000', [404]],
];
const deck = routes.flatMap((route) => Array(route[0]).fill(route));

export default function () {
  const [, name, method, path, expected, body] = deck[Math.floor(Math.random() * deck.length)];
  const url = base + (typeof path === 'function' ? path() : path);
  const response = http.request(method, url, body ? JSON.stringify(body) : null, {
    headers: body ? { 'content-type': 'application/json' } : {},
    tags: { name },
    redirects: 0,
    responseCallback: http.expectedStatuses(...expected),
  });
  check(response, { 'status is one that the route gives': (r) => expected.includes(r.status) }, { name });
  sleep(0.05 + Math.random() * 0.1);
}
