import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { get } from '../../lab/src/backends/http.ts';
import { Prometheus } from '../../lab/src/backends/prometheus.ts';
import { storesOf } from '../../lab/src/backends/stores.ts';
import { endpointsOf } from '../../lab/src/parts/endpoints.ts';
import { appRoles, partsOf } from '../../lab/src/parts/parts.ts';
import { until } from '../../lab/src/base/poll.ts';
import { balance } from '../../lab/src/check/ledger.ts';
import { cassandraEngine } from '../../lab/src/runtime/engines/java/jar-engines.ts';
import { findJava } from '../../lab/src/runtime/engines/java/find-java.ts';
import { up } from '../../lab/src/runtime/up.ts';
import { envWithFreePorts } from '../support/free-ports.ts';
import { steadyLoad } from '../support/steady-load.ts';
import { outage } from '../support/outages.ts';

const late = outage * 1.5;

test('spans that are sent from second 0 are all stored although Cassandra starts late', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-late-'));
  const before = { home: process.env['LAB_HOME'], java: process.env['JAVA_HOME'] };
  process.env['LAB_HOME'] = join(folder, 'home');
  process.env['JAVA_HOME'] = await lateJava(folder, late);
  const env = await envWithFreePorts();
  const endpoints = endpointsOf(env, partsOf('jaeger', 'native'), 'native');
  const began = performance.now();
  const starting = up({ runtime: 'native', stack: 'jaeger', env, say: () => {} });
  try {
    for (const role of appRoles)
      await until(`${role} answers`, async () => ((await get(`${endpoints[role]}/readyz`)).ok ? true : undefined), {
        deadline: 30_000,
      });
    const { run, sent } = await steadyLoad(endpoints, { perSecond: 10, during: () => starting });
    expect((performance.now() - began) / 1000).toBeGreaterThan(late);
    const ledger = await balance(
      { stores: storesOf(endpoints), prometheus: new Prometheus(endpoints.prometheus) },
      run,
      sent,
      { patience: 60_000 },
    );
    expect(ledger.differences).toEqual([]);
    expect(ledger.requests).toBeGreaterThan(late * 10 * 0.8);
  } finally {
    await (await starting).down({ volumes: true });
    for (const [name, value] of [
      ['LAB_HOME', before.home],
      ['JAVA_HOME', before.java],
    ] as const) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}, 300_000);

/** A JAVA_HOME whose Java waits before it becomes Cassandra (`java -version` answers at once). */
async function lateJava(folder: string, seconds: number): Promise<string> {
  const { path } = await findJava(cassandraEngine);
  const home = join(folder, 'java');
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'bin/java'), `#!/bin/sh\n[ "$1" = -version ] || sleep ${seconds}\nexec ${path} "$@"\n`);
  chmodSync(join(home, 'bin/java'), 0o755);
  return home;
}
