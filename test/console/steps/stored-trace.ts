import { scenario } from '../../../lab/src/parts/scenarios.ts';
import { until } from '../../../lab/src/base/poll.ts';
import { send } from '../../../lab/src/check/request.ts';
import type { TestLab } from '../../support/test-lab.ts';

/** Sends the request of a route to gateway and waits until every store of the lab has its complete trace. Returns the trace's id. */
export async function storedTrace(lab: TestLab, route: string): Promise<string> {
  const sent = scenario(route);
  const { traceId, status } = await send(sent, lab.endpoints, 'r-view');
  const spans = sent.due(status ?? 0).length + sent.clientSpans;
  for (const store of lab.stores) {
    await until(`${store.name} has the trace of ${route}`, async () =>
      (await store.trace(traceId)).length === spans ? true : undefined,
    );
  }
  return traceId;
}
