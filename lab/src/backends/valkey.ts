import type { Address } from './address.ts';
import { within } from './within.ts';

/** Whether Valkey answers a PING of the user `shop`. Rejects when nothing listens, or the password is another one. */
export async function valkeyAnswers({ host, port }: Address, password: string, limit: number): Promise<void> {
  const { createClient } = await import('@redis/client'); // only a lab with the shop loads it
  const client = createClient({
    username: 'shop',
    password,
    name: 'lab',
    socket: { host, port, connectTimeout: limit, reconnectStrategy: false },
    disableOfflineQueue: true,
  });
  client.on('error', () => {}); // the command rejects too
  const ask = async () => {
    await client.connect();
    await client.ping();
  };
  await within(limit, ask(), () => client.destroy());
}
