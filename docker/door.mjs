// Lets requests through to a store while the disk of its data has room. Without room it answers 503, and the collector's
// queue keeps spans and log lines: a store that cannot write what it has accepted loses it (docs/adr/042).
//   otel-collector --OTLP/HTTP--> [this] --> tempo, loki
//   node docker/door.mjs /var/tempo http://tempo:4318      listens on the same port; the folder may be mounted read-only
// Plain JavaScript on node:http, without fetch and types, as probe.mjs: every span and line passes here.
import { statfs } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { pipeline } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';

const ROOM = 20e6; // bytes, as in lab/src/base/free-space.ts
const TRIAL = 5_000; // ms; within 4 s Tempo writes what it has accepted, and panics at that if it has failed before

const [folder, store] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });
let wasFull = false;
let onTrial = false;

async function hasRoom() {
  const { bavail, bsize } = await statfs(folder);
  const room = bavail * bsize >= ROOM;
  if (!room) wasFull = true;
  return room;
}

const server = createServer(async (asked, answer) => {
  if (!(await hasRoom()) || onTrial) {
    asked.resume(); // read to its end, so that the connection can be used again
    return answer.writeHead(503).end(); // the collector sends it again
  }
  const trial = wasFull; // the first request after a full disk goes alone, and is answered when the store has survived it
  onTrial = trial;
  const end = (survived) => {
    if (trial) [wasFull, onTrial] = [!survived, false];
  };
  const fail = () => {
    end(false);
    if (!answer.headersSent) answer.writeHead(503).end();
    else if (!answer.writableEnded) answer.destroy();
  };
  const { method, headers } = asked;
  const passed = request(new URL(asked.url, store), { method, headers, agent }, async (answered) => {
    answered.on('error', fail);
    if (trial) {
      if (answered.statusCode === 200) await wait(TRIAL);
      if (answered.socket.destroyed) return fail();
      end(answered.statusCode === 200);
    }
    answer.writeHead(answered.statusCode, answered.headers);
    answered.pipe(answer);
  });
  passed.on('error', fail);
  pipeline(asked, passed, () => {}); // a sender that goes away ends both
});
server.listen(new URL(store).port);
setInterval(hasRoom, 1_000); // also while nobody sends
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit());
