import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cqlTexts } from '../../lab/src/backends/cql.ts';
import type { PartName } from '../../lab/src/parts/parts.ts';
import { check } from '../../lab/src/check/check.ts';
import { labFiles } from '../../lab/src/runtime/lab-files.ts';
import type { OwnConfig } from '../support/change-config.ts';
import { type OwnLayer, renamedMetrics } from '../support/own-layer.ts';
import { restartMetrics } from '../support/restart-metrics.ts';
import type { TestLab } from '../support/test-lab.ts';

/** A Jaeger lab, and copies of its configurations that each part reads when it starts. */
export type Changeable = { lab: TestLab; collector: OwnLayer } & Record<
  'jaeger' | 'cassandra' | 'prometheus',
  OwnConfig
>;

/**
 * One lab with one fault after the other, each of which must be named. The lab stays broken: run nothing after this.
 * Faults that need no lab (no Java, no Maven) are tested in lab/src/runtime/engines/cassandra.
 */
export function namedFaults(shared: Changeable): void {
  describe('each fault is named', () => faults(shared));
}

function faults(shared: Changeable): void {
  const { collector, jaeger, cassandra, prometheus } = shared;

  test('without the zeros that Prometheus records, check says that routes without errors say "No Data"', async () => {
    prometheus.change(['rules/*.yaml', 'rules/red-by-service.yaml']);
    await restartMetrics(shared.lab);
    expect(await monitorHop()).toMatchObject({
      ok: false,
      found: expect.stringMatching(/^\d+ operations without errors say "No Data" instead of 0 %; /),
      next: expect.stringContaining('prometheus/rules/zero-errors.yaml'),
    });
    prometheus.change();
  });

  test('with a renamed metric, check names the one that Prometheus has', async () => {
    collector.write(renamedMetrics);
    await restartMetrics(shared.lab);
    expect(await monitorHop()).toMatchObject({
      ok: false,
      found: 'Prometheus has no traces_span_metrics_calls_total, but other_calls_total',
      cause: expect.stringContaining('namespace'),
    });
  });

  test('without SERVER spans before the connector, check names the kinds that exist', async () => {
    collector.write({
      processors: { 'transform/kind': { trace_statements: ['set(span.kind, SPAN_KIND_INTERNAL)'] } },
      service: {
        pipelines: {
          'traces/red': { processors: ['filter/unmarked', 'transform/kind'] },
          'traces/checks': { processors: ['filter/marked', 'transform/kind'] },
        },
      },
    });
    await restart('collector');
    expect(await monitorHop()).toMatchObject({
      ok: false,
      found: 'traces_span_metrics_calls_total has only SPAN_KIND_INTERNAL',
      cause: 'no SERVER spans: the Monitor tab counts only these',
    });
  });

  test('without normalize_*, check says that Jaeger queries other names', async () => {
    collector.write({});
    jaeger.change(
      ['normalize_calls: true', 'normalize_calls: false'],
      ['normalize_duration: true', 'normalize_duration: false'],
    );
    await restart('collector');
    await restart('jaeger');
    expect(await monitorHop()).toMatchObject({
      ok: false,
      cause: expect.stringContaining('normalize_calls and normalize_duration are missing'),
    });
  });

  test('a data centre that Cassandra does not have is named, with the one that it has', async () => {
    jaeger.change(['local_dc: datacenter1', 'local_dc: dc1']);
    expect(await refusal()).toMatch(
      /data centre[^]*expected +datacenter1[^]*found +local_dc: dc1[^]*next +set connection\.local_dc/,
    );
  });

  test('a keyspace of an older schema is named, with its missing columns', async () => {
    jaeger.change();
    await stop('cassandra');
    await rm(join(labFiles(shared.lab.home).data, 'cassandra'), { recursive: true }); // a drop of what is in a full commit log ends Cassandra
    await shared.lab.lab.start('cassandra');
    const cql = { host: '127.0.0.1', port: shared.lab.env.CASSANDRA_PORT };
    await cqlTexts(
      cql,
      `CREATE KEYSPACE jaeger_v1_dc1 WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    await cqlTexts(cql, 'CREATE TYPE jaeger_v1_dc1.dependency (parent text, child text, call_count bigint)'); // schema 1
    expect(await refusal()).toMatch(
      /Keyspace jaeger_v1_dc1 was made by another version[^]*expected +[^]*schema 4[^]*found +dependency without source[^]*next +[^]*rm -r /,
    );
    await cqlTexts(cql, 'DROP KEYSPACE jaeger_v1_dc1');
    await shared.lab.lab.start('jaeger'); // control: without it, nothing is refused
  });

  test('a wrong and a missing password for Cassandra are named', async () => {
    await stop('jaeger');
    cassandra.change(['authenticator: AllowAllAuthenticator', 'authenticator: PasswordAuthenticator']);
    await restart('cassandra');
    const named =
      /Jaeger ended[^]*expected +a user and password that Cassandra accepts[^]*next +set connection\.auth\.basic/;
    expect(await refusal()).toMatch(named);
    jaeger.change([
      '            local_dc:',
      '            auth:\n              basic:\n                username: cassandra\n                password: wrong\n            local_dc:',
    ]);
    expect(await refusal()).toMatch(named);
  });

  /** The result of the Monitor hop. */
  async function monitorHop() {
    return (
      await check(shared.lab, { requests: 0, names: ['app', 'export', 'collector', 'store', 'monitor'] })
    ).hops.find(({ name }) => name === 'monitor');
  }

  /** Stops a part that an earlier test may have left stopped. */
  async function stop(part: PartName): Promise<void> {
    const status = await shared.lab.lab.status();
    if (status.find((one) => one.part === part)?.state === 'running') await shared.lab.lab.stop(part);
  }

  async function restart(part: PartName): Promise<void> {
    await stop(part);
    await shared.lab.lab.start(part);
  }

  /** The error of a start of Jaeger that must fail. */
  async function refusal(): Promise<string> {
    return restart('jaeger').then(
      () => 'it started',
      (error: Error) => error.message,
    );
  }
}
