import { flowOf, type LabInfo } from '../flow.ts';
import { logStoreOf } from '../../backends/log-stores.ts';
import { storesOf } from '../../backends/stores.ts';
import { composeFile } from '../../runtime/docker/services.ts';
import { receiverOf } from '../../watch/own-receiver.ts';
import type { ConsoleSettings } from './settings.ts';

/** The fixed facts about the lab for the page. */
export function labInfo({
  stack,
  runtime,
  capabilities,
  parts,
  endpoints,
  links,
  k6,
  receiver,
}: ConsoleSettings): LabInfo {
  const file = stack === 'tempo' ? '' : ` -f ${composeFile(stack)}`;
  const log = logStoreOf(endpoints);
  return {
    stack,
    runtime,
    capabilities,
    ...flowOf(parts),
    links,
    receiver: receiver ?? receiverOf(endpoints),
    stores: storesOf(endpoints).map((store) => store.name),
    ...(log && { logs: log.name }),
    load: {
      startable: k6 !== undefined,
      command: runtime === 'docker' ? `docker compose${file} --profile load up k6` : 'npm run load',
    },
  };
}
