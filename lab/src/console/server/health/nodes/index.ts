import { fullDisk } from '../../../../check/full-disk.ts';
import { type AppRole, partNamed, type PartName } from '../../../../parts/parts.ts';
import type { NodeHealth } from '../../../health.ts';
import { appNode } from './app.ts';
import { collectorNode } from './collector.ts';
import type { Look } from './look.ts';
import { prometheusNode } from './prometheus.ts';
import { engineNode, workerNode } from './shop.ts';
import { simpleNode } from './simple.ts';
import { storeNode } from './store.ts';

/** The health of a part, from the latest readings and the disk of its data. */
export async function nodeOf(part: PartName, look: Look): Promise<NodeHealth> {
  const health = await healthOf(part, look);
  const failure = await fullDisk(part, look.settings); // also why it does not answer
  return failure ? { ...health, state: 'down', failure } : health;
}

async function healthOf(part: PartName, look: Look): Promise<NodeHealth> {
  const { kind, capability } = partNamed(part);
  switch (kind) {
    case 'worker':
      return workerNode(part, look);
    case 'database':
    case 'queue':
    case 'cache':
      return capability === 'shop' ? engineNode(part, look) : simpleNode(part, look);
    case 'app':
      return appNode(part as AppRole, look);
    case 'collector':
      return collectorNode(look);
    case 'metrics':
      return prometheusNode(look);
    case 'traces':
      return storeNode(part, look);
    case 'logs':
      return storeNode(part, look, 'logs');
    default:
      return simpleNode(part, look);
  }
}
