import { journeys } from '../../../lab/src/catalog/journeys.ts';
import { until } from '../../../lab/src/catalog/poll.ts';
import { send } from '../../../lab/src/check/request.ts';
import type { TestLab } from '../../support/start-lab.ts';

/** Sends one request to gateway and waits until every store of the lab has its whole trace. Gives the trace's id. */
export async function storedTrace(lab: TestLab, path: string): Promise<string> {
  const journey = journeys.find((j) => j.path === path && j.service === 'gateway')!;
  const { traceId, status } = await send(journey, lab.endpoints, 'r-view');
  const spans = journey.due(status ?? 0).length + journey.clientSpans;
  for (const store of lab.stores) {
    await until(`${store.name} has the trace of ${path}`, async () =>
      (await store.trace(traceId)).length === spans ? true : undefined,
    );
  }
  return traceId;
}
