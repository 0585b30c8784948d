import { appRoles } from '../../lab/src/parts/parts.ts';
import { readState, writeState } from '../../lab/src/runtime/native/state-file.ts';
import { restart } from './restart.ts';
import type { TestLab } from './test-lab.ts';

/** Restarts the services of a native lab so that they send their telemetry to another port of loopback than the collector's. */
export async function appsBehind(lab: TestLab, port: number): Promise<void> {
  const change = (to: number) => {
    const state = readState()!;
    writeState({ ...state, env: { ...state.env, OTLP_GRPC_PORT: to } });
  };
  change(port); // a part reads its settings from the state when it starts
  try {
    for (const role of appRoles) await restart(lab, role);
  } finally {
    change(lab.env.OTLP_GRPC_PORT);
  }
}
