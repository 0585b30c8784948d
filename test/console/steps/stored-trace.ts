import { scenarios } from '../../../lab/src/parts/scenarios.ts';
import { until } from '../../../lab/src/base/poll.ts';
import { send } from '../../../lab/src/check/request.ts';
import type { TestLab } from '../../support/test-lab.ts';

/** Sends one request to gateway and waits until every store of the lab has its whole trace. Gives the trace's id. */
export async function storedTrace(lab: TestLab, path: string): Promise<string> {
  const scenario = scenarios.find((j) => j.path === path && j.service === 'gateway')!;
  const { traceId, status } = await send(scenario, lab.endpoints, 'r-view');
  const spans = scenario.due(status ?? 0).length + scenario.clientSpans;
  for (const store of lab.stores) {
    await until(`${store.name} has the trace of ${path}`, async () =>
      (await store.trace(traceId)).length === spans ? true : undefined,
    );
  }
  return traceId;
}
