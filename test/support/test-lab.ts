import type { LogStore } from '../../lab/src/backends/log-store.ts';
import { logStoreOf } from '../../lab/src/backends/log-stores.ts';
import { Prometheus } from '../../lab/src/backends/prometheus.ts';
import { storesOf } from '../../lab/src/backends/stores.ts';
import type { TraceStore } from '../../lab/src/backends/trace-store.ts';
import type { LedgerLab } from '../../lab/src/check/ledger.ts';
import type { Capability } from '../../lab/src/parts/capabilities.ts';
import type { LabEnv } from '../../lab/src/parts/env-file.ts';
import type { Endpoints, PartName, RuntimeName, Stack } from '../../lab/src/parts/parts.ts';
import type { Lab } from '../../lab/src/runtime/lab.ts';

/** A lab and the clients that tests use. */
export type TestLab = {
  lab: Lab;
  env: LabEnv;
  home: string;
  endpoints: Endpoints;
  parts: readonly PartName[];
  capabilities: readonly Capability[];
  runtime: RuntimeName;
  stack: Stack;
  prometheus: Prometheus;
  stores: TraceStore[];
  /** Undefined without the capability logs. */
  logs: LogStore | undefined;
  /** What a ledger needs. */
  ledger: LedgerLab;
};

/** Everything that tests need of a lab that is up, with its settings and its folder. */
export function testLabOf(lab: Lab, { env, home }: { env: LabEnv; home: string }): TestLab {
  const { endpoints, parts, capabilities, runtime, stack } = lab;
  const prometheus = new Prometheus(endpoints.prometheus);
  const stores = storesOf(endpoints);
  return {
    lab,
    env,
    home,
    endpoints,
    parts,
    capabilities,
    runtime,
    stack,
    prometheus,
    stores,
    logs: logStoreOf(endpoints),
    ledger: { bases: endpoints, stores, prometheus },
  };
}
