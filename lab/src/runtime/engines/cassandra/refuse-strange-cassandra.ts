import { readFileSync } from 'node:fs';
import type { Address } from '../../../backends/address.ts';
import { cqlTexts } from '../../../backends/cql.ts';
import { LabError } from '../../../base/lab-error.ts';
import { describeError } from '../../../base/poll.ts';
import { lacking, readSchema } from './jaeger-schema.ts';

/**
 * Refuses what Jaeger accepts silently: tables of an older schema, with which it starts and then fails to write,
 * and a data centre that Cassandra does not have. Throws a LabError. A Cassandra that asks for a password is not checked.
 */
export async function refuseStrangeCassandra(
  address: Address,
  { config, data }: { config: string; data: string },
): Promise<void> {
  try {
    const [own] = (await cqlTexts(address, 'SELECT data_center FROM system.local')) ?? [];
    if (!own) return;
    const text = readFileSync(config, 'utf8');
    refuseOtherDataCentre(own, text, config);
    const keyspace = /keyspace: (?:\$\{env:\w+:-)?(\w+)/.exec(text)?.[1] ?? 'jaeger_v1_dc1';
    refuseOldSchema(lacking((await readSchema(address, keyspace)) ?? {}), keyspace, data);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError({
      what: 'Jaeger would end at once: Cassandra does not answer.',
      expected: `CQL on ${address.host}:${address.port}`,
      found: describeError(error),
      next: 'npm run lab -- start cassandra',
    });
  }
}

function refuseOtherDataCentre(own: string, text: string, config: string): void {
  const wrong = [...text.matchAll(/^ *((?:local_dc|datacenter): *(\S+))/gm)].find(([, , name]) => name !== own);
  if (!wrong) return;
  throw new LabError({
    what: "Jaeger's configuration names a data centre that Cassandra does not have.",
    expected: `${own}, the name of Cassandra's data centre`,
    found: `${wrong[1]} in ${config}`,
    cause: 'SimpleSnitch calls it datacenter1; other snitches read cassandra-rackdc.properties',
    next: `set connection.local_dc and schema.datacenter to ${own}`,
  });
}

function refuseOldSchema(found: readonly string[], keyspace: string, data: string): void {
  if (found.length === 0) return;
  throw new LabError({
    what: `Keyspace ${keyspace} was made by another version of Jaeger.`,
    expected: 'the tables and types of schema 4, which Jaeger 2.13 reads and writes',
    found: found.join('\n'),
    cause: 'Jaeger creates missing tables and never changes existing ones',
    next: `without the traces stored so far: npm stop; rm -r ${data}; npm start -- --stack jaeger`,
  });
}
