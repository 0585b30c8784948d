// A healthcheck for containers: requests one URL, exits with 0 on status 200, else with 1 and the reason.
//   node docker/probe.mjs http://tempo:3200/api/search?limit=1
//   node docker/probe.mjs kafka://kafka:9092           asks Kafka which topics there are
// The header is for Tempo, which answers nobody without it; others ignore it.
// Plain JavaScript on node:http, without fetch and types: it starts every few seconds, also during measurements.
import { get } from 'node:http';

const [url] = process.argv.slice(2);
const fail = (reason) => {
  console.error(`${url}: expected an answer, found ${reason}`);
  process.exit(1);
};

if (url.startsWith('kafka:')) await askKafka(new URL(url));
else askHttp();

function askHttp() {
  get(url, { timeout: 3000, headers: { 'X-Scope-OrgID': 'single-tenant' } }, (response) => {
    if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
    response.resume().on('end', () => process.exit(0));
  })
    .on('timeout', () => fail('no answer within 3 s'))
    .on('error', (error) => fail(error.message));
}

async function askKafka({ hostname, port }) {
  const { kafkaAnswers } = await import('./kafka-answers.ts');
  await kafkaAnswers({ host: hostname, port: Number(port) }, 3000).catch((error) => fail(error.message));
}
