// The load: every route of the application, mixed as real users would.
//   load --HTTP--> gateway -> orders -> stock
//   k6 run k6-script.js                                30 s with 10 users
//   k6 run --vus 1 --duration 300s k6-script.js        300 s with one user
//   BASE_URL=http://127.0.0.1:8000                     another gateway
// Reads routes.json from the same folder.
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
    http_req_failed: ['rate==0'], // only the errors that a route makes on purpose are expected
    'http_req_duration{name:GET /chain}': ['p(95)<500'], // three services, no waiting in between
    'http_req_duration{name:GET /io_task}': ['p(95)<1500'], // waits 1 s on purpose
    'http_req_duration{name:POST /purchases}': ['p(95)<500'],
  },
};

// The requests to gateway, each as often as its weight.
const deck = JSON.parse(open('./routes.json'))
  .requests.filter(({ to }) => to === 'every role' || to === 'gateway')
  .flatMap((request) => Array(request.weight).fill(request));

export default function () {
  const { route, path, body, answers } = deck[Math.floor(Math.random() * deck.length)];
  const url = base + path.replace('{id}', Math.floor(Math.random() * 1000)).replace('{ms}', 1000);
  const response = http.request(route.split(' ')[0], url, body ? JSON.stringify(body) : null, {
    headers: body ? { 'content-type': 'application/json' } : {},
    tags: { name: route },
    redirects: 0,
    responseCallback: http.expectedStatuses(...answers),
  });
  check(response, { 'status is one that the route gives': (r) => answers.includes(r.status) }, { name: route });
  sleep(0.05 + Math.random() * 0.1);
}
