import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLabEnv } from '../parts/env-file.ts';
import { refuseTakenPorts } from './taken-ports.ts';

const stranger = createServer();
let port: number;
beforeEach(async () => {
  await new Promise<void>((listening) => stranger.listen(0, '127.0.0.1', listening));
  ({ port } = stranger.address() as AddressInfo);
});
afterEach(() => new Promise((closed) => stranger.close(closed)));

test('a taken port is reported with its owner and the variable that moves it to a free one', async () => {
  const env = { ...readLabEnv({ shell: {} }), TEMPO_PORT: port, JAEGER_PORT: port + 1 };
  await expect(refuseTakenPorts([{ who: 'Tempo', address: '127.0.0.1', port }], env)).rejects.toMatchObject({
    failure: {
      what: `Port ${port} is taken: Tempo cannot listen there.`,
      found: expect.stringContaining(`pid ${process.pid}`),
      next: expect.not.stringContaining(`TEMPO_PORT=${port + 1} `),
    },
  });
});

test('the holder of a port may have a better name than its process', async () => {
  const wanted = [{ who: 'Tempo', address: '0.0.0.0', port }];
  await expect(
    refuseTakenPorts(wanted, readLabEnv({ shell: {} }), async () => 'container lab-tempo-1'),
  ).rejects.toMatchObject({ failure: { found: 'container lab-tempo-1', next: 'stop it' } });
});

test('the same port is free on another address', async () => {
  const wanted = [{ who: 'Tempo', address: '127.0.0.2', port }];
  await refuseTakenPorts(wanted, readLabEnv({ shell: {} }));
});
