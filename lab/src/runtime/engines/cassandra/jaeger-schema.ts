import type { Address } from '../../../backends/address.ts';
import { cqlTexts } from '../../../backends/cql.ts';

/** Tables and types of a keyspace with their columns, as Cassandra reports them. Sorted. */
export type Schema = Record<string, readonly string[]>;

/** The schema that Jaeger 2.13 creates (schema 4). Jaeger only creates what is missing: it never checks what exists. */
export const jaegerSchema: Schema = {
  dependencies_v2: ['dependencies', 'ts', 'ts_bucket'],
  dependency: ['call_count', 'child', 'parent', 'source'],
  duration_index: ['bucket', 'duration', 'operation_name', 'service_name', 'start_time', 'trace_id'],
  keyvalue: ['key', 'value_binary', 'value_bool', 'value_double', 'value_long', 'value_string', 'value_type'],
  leases: ['name', 'owner'],
  log: ['fields', 'ts'],
  operation_names_v2: ['operation_name', 'service_name', 'span_kind'],
  operation_throughput: ['bucket', 'throughput', 'ts'],
  process: ['service_name', 'tags'],
  sampling_probabilities: ['bucket', 'hostname', 'probabilities', 'ts'],
  service_name_index: ['bucket', 'service_name', 'start_time', 'trace_id'],
  service_names: ['service_name'],
  service_operation_index: ['operation_name', 'service_name', 'start_time', 'trace_id'],
  span_ref: ['ref_type', 'span_id', 'trace_id'],
  tag_index: ['service_name', 'span_id', 'start_time', 'tag_key', 'tag_value', 'trace_id'],
  traces: `duration flags logs operation_name parent_id process refs span_hash span_id start_time tags trace_id`.split(
    ' ',
  ),
};

/** Reads the schema of a keyspace; empty if there is none. Undefined when Cassandra asks for a password first. */
export async function readSchema(address: Address, keyspace: string): Promise<Schema | undefined> {
  const of = `WHERE keyspace_name = '${keyspace}'`;
  const columns = await cqlTexts(address, `SELECT JSON table_name, column_name FROM system_schema.columns ${of}`);
  const types = await cqlTexts(address, `SELECT JSON type_name, field_names FROM system_schema.types ${of}`);
  if (!columns || !types) return undefined;
  const found: Record<string, string[]> = {};
  for (const row of columns) {
    const { table_name: table, column_name: column } = JSON.parse(row) as { table_name: string; column_name: string };
    (found[table] ??= []).push(column);
  }
  for (const row of types) {
    const { type_name: type, field_names: fields } = JSON.parse(row) as { type_name: string; field_names: string[] };
    found[type] = fields;
  }
  for (const names of Object.values(found)) names.sort();
  return found;
}

/** One line per existing table or type that lacks columns. Jaeger itself creates a table that is missing. */
export function lacking(found: Schema): string[] {
  return Object.entries(jaegerSchema).flatMap(([name, due]) => {
    const columns = found[name];
    const missing = columns ? due.filter((column) => !columns.includes(column)) : [];
    return missing.length > 0 ? [`${name} without ${missing.join(', ')}`] : [];
  });
}
