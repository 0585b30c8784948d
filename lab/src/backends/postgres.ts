import type { Address } from './address.ts';
import { within } from './within.ts';

/** Whether Postgres answers a query of the user `shop`. Rejects when nothing listens, or the password is another one. */
export async function postgresAnswers({ host, port }: Address, password: string, limit: number): Promise<void> {
  const { default: pg } = await import('pg'); // only a lab with the shop loads it
  const client = new pg.Client({
    host,
    port,
    user: 'shop',
    database: 'shop',
    password,
    connectionTimeoutMillis: limit,
    application_name: 'lab',
  });
  client.on('error', () => {}); // the server may end meanwhile: the query rejects too
  const ask = async () => {
    await client.connect();
    await client.query('select 1');
  };
  await within(limit, ask(), () => client.end());
}
