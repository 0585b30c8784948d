import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { kafkaAnswers } from '../../../docker/kafka-answers.ts';
import { postgresAnswers } from './postgres.ts';
import { valkeyAnswers } from './valkey.ts';
import { within } from './within.ts';

test.each([
  ['Postgres', (port: number) => postgresAnswers({ host: '127.0.0.1', port }, 'x', 300)],
  ['Valkey', (port: number) => valkeyAnswers({ host: '127.0.0.1', port }, 'x', 300)],
  ['Kafka', (port: number) => kafkaAnswers({ host: '127.0.0.1', port }, 300)],
])('a stranger on the port of %s who says nothing is given up in time', async (_, ask) => {
  const server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const began = performance.now();
    await expect(ask((server.address() as AddressInfo).port)).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(5_000);
  } finally {
    server.close();
  }
});

test('an answer in time is passed on, and the client is closed', async () => {
  let closed = 0;
  expect(await within(1_000, Promise.resolve(42), () => closed++)).toBe(42);
  expect(closed).toBe(1);
});
