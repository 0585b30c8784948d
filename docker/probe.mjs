// A healthcheck for containers: requests one URL, exits with 0 on status 200, else with 1 and the reason.
//   node docker/probe.mjs http://tempo:3200/api/search?limit=1
//   node docker/probe.mjs kafka://kafka:9092           asks a Kafka broker which versions of its protocol it speaks
// The header is for Tempo, which answers nobody without it; others ignore it.
// Plain JavaScript on node:http, without fetch and types: it starts every few seconds, also during measurements.
import { get } from 'node:http';
import { connect } from 'node:net';

const [url] = process.argv.slice(2);
const fail = (reason) => {
  console.error(`${url}: expected status 200, found ${reason}`);
  process.exit(1);
};

if (url.startsWith('kafka:')) askKafka(new URL(url));
else askHttp();

function askHttp() {
  get(url, { timeout: 3000, headers: { 'X-Scope-OrgID': 'single-tenant' } }, (response) => {
    if (response.statusCode !== 200) fail(`status ${response.statusCode}`);
    response.resume().on('end', () => process.exit(0));
  })
    .on('timeout', () => fail('no answer within 3 s'))
    .on('error', (error) => fail(error.message));
}

/** An ApiVersions request, version 0: length, key 18, version, id of the request, no name. https://kafka.apache.org/protocol */
function askKafka({ hostname, port }) {
  const id = 7;
  const socket = connect({ host: hostname, port: Number(port), timeout: 3000 });
  socket.on('connect', () => socket.write(Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, id, 0xff, 0xff])));
  socket.once('data', (answer) => {
    const right = answer.length >= 10 && answer.readInt32BE(4) === id && answer.readInt16BE(8) === 0;
    if (!right) fail(`${answer.length} bytes that are no answer of Kafka`);
    process.exit(0);
  });
  socket.on('timeout', () => fail('no answer within 3 s'));
  socket.on('close', () => fail('a closed connection'));
  socket.on('error', (error) => fail(error.message));
}
