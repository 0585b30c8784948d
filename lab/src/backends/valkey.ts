import { connect } from 'node:net';
import type { Address } from './address.ts';
import { within } from './within.ts';

/**
 * Whether Valkey answers a PING of the user `shop`. Rejects when nothing listens, or the password is another one. `limit` in
 * ms. Without a client: loading one takes longer than the question. https://valkey.io/topics/protocol/
 */
export async function valkeyAnswers({ host, port }: Address, password: string, limit: number): Promise<void> {
  const socket = connect({ host, port });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = '';
  socket.once('connect', () => socket.write(`AUTH shop ${password || '""'}\r\nPING\r\n`));
  socket.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
    const [login, answer] = said.split('\r\n');
    if (login?.startsWith('-')) reject(new Error(login.slice(1)));
    else if (answer === '+PONG') resolve();
    else if (answer) reject(new Error(answer.replace(/^-/, '')));
  });
  socket.once('close', () => reject(new Error('it closed the connection')));
  socket.once('error', reject);
  await within(limit, promise, () => socket.destroy());
}
