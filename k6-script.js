// The load: every route of the application, mixed as real users would.
//   load --HTTP--> gateway -> orders -> stock
//   k6 run k6-script.js                                30 s with 10 users
//   k6 run --vus 1 --duration 300s k6-script.js        300 s with one user
//   BASE_URL=http://127.0.0.1:8000                     another gateway
//   SHOP=on                                            for a lab with the shop: also queued purchases, read back
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

/** Part of the requests that are purchases to be read back, where the lab has the shop. */
const shopping = __ENV.SHOP === 'on' ? 0.3 : 0;

// The requests to gateway, each as often as its weight.
const deck = JSON.parse(open('./routes.json'))
  .requests.filter(({ to }) => to === 'every role' || to === 'gateway')
  .flatMap((request) => Array(request.weight).fill(request));

export default function () {
  if (Math.random() < shopping) buyAndRead();
  else request();
  sleep(0.05 + Math.random() * 0.1);
}

/** Makes a purchase, every other one queued, and reads it back until it is there: within 10 s. */
function buyAndRead() {
  const mode = Math.random() < 0.5 ? '?mode=queued' : '';
  const bought = { item: 'book', quantity: 1 + Math.floor(Math.random() * 3) };
  const params = { responseType: 'text', tags: { name: 'POST /purchases' } };
  const made = http.post(`${base}/purchases${mode}`, JSON.stringify(bought), {
    ...params,
    headers: { 'content-type': 'application/json' },
  });
  if (!check(made, { 'a purchase is accepted': (r) => r.status === (mode ? 202 : 201) }, { name: 'POST /purchases' }))
    return;
  const read = () =>
    http.get(base + made.headers.Location, {
      ...params,
      tags: { name: 'GET /purchases/:id' },
      responseCallback: http.expectedStatuses(200, 404),
    });
  let order = read();
  for (let tries = 0; order.status === 404 && tries < 50; tries++) {
    sleep(0.2);
    order = read();
  }
  check(
    order,
    {
      'the order is what was bought': (r) =>
        r.status === 200 && r.json('item') === bought.item && r.json('quantity') === bought.quantity,
    },
    { name: 'GET /purchases/:id' },
  );
}

function request() {
  const { route, path, body, answers } = deck[Math.floor(Math.random() * deck.length)];
  const url = base + path.replace('{id}', Math.floor(Math.random() * 1000)).replace('{ms}', 1000);
  const response = http.request(route.split(' ')[0], url, body ? JSON.stringify(body) : null, {
    headers: body ? { 'content-type': 'application/json' } : {},
    tags: { name: route },
    redirects: 0,
    responseCallback: http.expectedStatuses(...answers),
  });
  check(response, { 'status is one that the route gives': (r) => answers.includes(r.status) }, { name: route });
}
