import { connect } from 'node:net';

/** A Metadata request, version 1: length, key 3, version, id of the request, no name, every topic. https://kafka.apache.org/protocol */
const id = 7;
const request = Buffer.from([0, 0, 0, 14, 0, 3, 0, 1, 0, 0, 0, id, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);

/**
 * Whether Kafka says which brokers and topics there are: it opens its port before it can. Rejects with what happened instead.
 * `limit` in ms. Without a client: loading one takes longer than the question.
 */
export function kafkaAnswers({ host, port }: { host: string; port: number }, limit: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host, port });
  const timer = setTimeout(() => reject(new Error(`no answer within ${limit} ms`)), limit);
  socket.once('connect', () => socket.write(request));
  socket.once('data', (answer: Buffer) => {
    // length, id of the request, number of brokers
    const brokers = answer.length >= 12 && answer.readInt32BE(4) === id ? answer.readInt32BE(8) : 0;
    if (brokers > 0 && brokers < 1_000) resolve();
    else reject(new Error(`${answer.length} bytes that name no broker`));
  });
  socket.once('close', () => reject(new Error('it closed the connection')));
  socket.once('error', reject);
  return promise.finally(() => {
    clearTimeout(timer);
    socket.destroy();
  });
}
