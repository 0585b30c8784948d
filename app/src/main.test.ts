import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { request } from './testing/request.ts';
import { startProcess } from './testing/start-process.ts';

test('a wrong environment is reported as one message, without a stack', async () => {
  const error = await startProcess({ ROLE: 'cook', PORT: 'x' }).catch((e: Error) => e.message);
  expect(error).toMatchInlineSnapshot(`
    "exit code 1
    The environment of this service cannot be used.
      expected  the variables that app/src/config.ts describes
      found     ROLE: expected one of catalogue, executor, fulfilment, gateway, observer, orders, stock, found "cook"
                PORT: expected a whole number from 0 to 65535, found "x"
      next      correct or unset ROLE, PORT
    Nothing was started."
  `);
});

test('a taken port is reported, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const error = await startProcess({ ROLE: 'stock', PORT: String(port), LAB_TELEMETRY: 'off' }).catch(
    (e: Error) => e.message,
  );
  expect(String(error).replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
    "exit code 1
    Port PORT is taken: stock cannot listen there.
      expected  a free port on 127.0.0.1
      found     EADDRINUSE: another process listens there
      next      stop the other process, or set PORT (and HOST) to an address that is free
    Nothing was started."
  `);
  other.close();
});

test('a stop finishes the requests in progress and accepts no new ones', async () => {
  await using stock = await startProcess({ ROLE: 'stock', LAB_TELEMETRY: 'off' });
  const slow = request(`${stock.url}/io_task`);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const stopped = stock.stop();
  await new Promise((resolve) => setTimeout(resolve, 200));
  await expect(request(`${stock.url}/healthz`)).rejects.toThrow('fetch failed');
  expect((await slow).status).toBe(200);
  expect((await stopped).code).toBe(0);
});
