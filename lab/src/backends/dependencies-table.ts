import type { Address } from './address.ts';
import { cqlTexts } from './cql.ts';
import type { Dependency } from './trace-store.ts';

/** Jaeger's partitions are days. jaeger, internal/storage/v1/cassandra/dependencystore/storage.go */
const DAY = 86_400_000;

/** What Jaeger's configurations state as `dependencies_ttl`, ms: a row is gone then. */
export const DEPENDENCIES_KEPT = 2 * DAY;

/** Whose edges these are, as Jaeger's `source` says it. */
const SOURCE = 'service_graph';

/**
 * The table from which Jaeger's System Architecture reads. A row has edges and how often each was used up to its time; Jaeger
 * adds the rows of a range up. Jaeger creates the table.
 */
export class DependenciesTable {
  readonly #address: Address;
  readonly #table: string;

  constructor(address: Address, keyspace: string) {
    this.#address = address;
    this.#table = `${keyspace}.dependencies_v2`;
  }

  /** Writes the row of a time, ms since the epoch. The same time again replaces it. */
  async write(at: number, edges: readonly Dependency[]): Promise<void> {
    const list = edges.map(
      ({ parent, child, calls }) =>
        `{parent: ${textLiteral(parent)}, child: ${textLiteral(child)}, call_count: ${calls}, source: '${SOURCE}'}`,
    );
    await this.#run(
      `INSERT INTO ${this.#table} (ts_bucket, ts, dependencies) VALUES (${dayOf(at)}, ${at}, [${list.join(', ')}])`,
    );
  }

  /** The time of the newest row up to `now`, ms since the epoch; undefined if there is none that Jaeger still keeps. */
  async newest(now: number): Promise<number | undefined> {
    for (let day = dayOf(now); day > now - DEPENDENCIES_KEPT - DAY; day -= DAY) {
      const [row] = await this.#run(
        `SELECT JSON ts FROM ${this.#table} WHERE ts_bucket = ${day} AND ts <= ${now} LIMIT 1`, // the newest is first
      );
      if (row) return Date.parse((JSON.parse(row) as { ts: string }).ts.replace(' ', 'T'));
    }
    return undefined;
  }

  async #run(statement: string): Promise<string[]> {
    const rows = await cqlTexts(this.#address, statement);
    if (!rows) throw new Error('Cassandra asks for a password, which the lab does not send');
    return rows;
  }
}

/** A text as CQL writes it: any character may stand between the quotes, a quote is doubled. */
export function textLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function dayOf(at: number): number {
  return Math.floor(at / DAY) * DAY;
}
