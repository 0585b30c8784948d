import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const app = join(import.meta.dirname, '../app.ts');

/** The clients of stores that a process loads which makes the applications of all three services with these settings. */
function clientsLoaded(shop: object): string[] {
  const script = `
    import { registerHooks } from 'node:module';
    const clients = new Set();
    registerHooks({ load: (url, context, next) => {
      const client = /node_modules\\/(pg|@platformatic\\/kafka|@redis\\/client)\\//.exec(url)?.[1];
      if (client) clients.add(client);
      return next(url, context);
    } });
    const { createApp } = await import(${JSON.stringify(app)});
    const quiet = () => {};
    const logger = { info: quiet, warn: quiet, error: quiet };
    for (const role of ['gateway', 'orders', 'stock'])
      await createApp({ role, peers: {}, logger, shop: ${JSON.stringify(shop)} });
    console.log(JSON.stringify([...clients].sort()));
    process.exit(0);`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

test('without the shop no client of a store is loaded', () => {
  expect(clientsLoaded({ executorInterval: 5000 })).toEqual([]);
});

test('… and with it all of them', () => {
  const store = { host: '127.0.0.1', port: 1, user: 'shop', password: 'shop' };
  const shop = { postgres: { ...store, database: 'shop' }, kafka: ['127.0.0.1:1'], valkey: store };
  expect(clientsLoaded(shop)).toEqual(['@platformatic/kafka', '@redis/client', 'pg']);
});
