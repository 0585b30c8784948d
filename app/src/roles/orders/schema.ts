import type { Postgres } from '../../shop/postgres.ts';
import { items } from '../items.ts';

/** More of an item than a lab ever sells. */
const plenty = 1_000_000_000;

/** The observer counts rows, and reads nothing that a person wrote. */
const grants = `DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'observer') THEN
    GRANT SELECT (id) ON orders TO observer;
    GRANT SELECT (n, key) ON outbox TO observer;
  END IF;
END $$`;

/** Makes what is absent: tables, and the items. One process at a time, again and again without effect. */
export async function createSchema(postgres: Postgres): Promise<void> {
  await postgres.transaction(async ({ query }) => {
    await query(`SELECT pg_advisory_xact_lock(hashtext('shop schema'))`, []);
    await query(
      `CREATE TABLE IF NOT EXISTS items (
         item text PRIMARY KEY,
         in_stock bigint NOT NULL CHECK (in_stock >= 0))`,
      [],
    );
    await query(
      `CREATE TABLE IF NOT EXISTS orders (
         id uuid PRIMARY KEY,
         item text NOT NULL REFERENCES items,
         quantity int NOT NULL,
         note text,
         created timestamptz NOT NULL DEFAULT now())`,
      [],
    );
    await query(
      `CREATE TABLE IF NOT EXISTS outbox (
         n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
         topic text NOT NULL,
         key text NOT NULL,
         value jsonb NOT NULL,
         headers jsonb NOT NULL,
         created timestamptz NOT NULL DEFAULT now())`,
      [],
    );
    await query(grants, []);
    for (const [item, left] of Object.entries(items))
      await query('INSERT INTO items (item, in_stock) VALUES ($1, $2) ON CONFLICT (item) DO NOTHING', [
        item,
        left === 0 ? 0 : plenty,
      ]);
    return { commit: true, value: undefined };
  });
}
