import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { listeningSockets } from './sockets.ts';

test('a listening socket tells its process and, on Linux, its user', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const found = (await listeningSockets()).find((socket) => socket.port === port);
    expect(found).toMatchObject({ address: '127.0.0.1', pid: process.pid });
    if (process.platform === 'linux') expect(found?.uid).toBe(process.getuid?.());
  } finally {
    server.close();
  }
});
