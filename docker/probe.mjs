// A healthcheck for containers: requests one URL, exits with 0 on status 200, else with 1 and the reason.
//   node docker/probe.mjs http://tempo:3200/api/search?limit=1
// The header is for Tempo, which answers nobody without it; others ignore it.
// Plain JavaScript on node:http, without fetch and types: it starts every few seconds, also during measurements.
import { get } from 'node:http';

const [url] = process.argv.slice(2);
const fail = (reason) => {
  console.error(`${url}: expected status 200, found ${reason}`);
  process.exit(1);
};

get(url, { timeout: 3000, headers: { 'X-Scope-OrgID': 'single-tenant' } }, (response) => {
  if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
  response.resume().on('end', () => process.exit(0));
})
  .on('timeout', () => fail('no answer within 3 s'))
  .on('error', (error) => fail(error.message));
