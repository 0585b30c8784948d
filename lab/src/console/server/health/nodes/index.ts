import { type PartName, type Role, roles } from '../../../../parts/parts.ts';
import type { NodeHealth } from '../../../health.ts';
import { appNode } from './app.ts';
import { collectorNode } from './collector.ts';
import type { Look } from './look.ts';
import { prometheusNode } from './prometheus.ts';
import { cassandraNode, simpleNode } from './simple.ts';
import { storeNode } from './store.ts';

/** How a part does, by what a look at the lab found. */
export async function nodeOf(part: PartName, look: Look): Promise<NodeHealth> {
  if ((roles as readonly string[]).includes(part)) return appNode(part as Role, look);
  if (part === 'collector') return collectorNode(look);
  if (part === 'prometheus') return prometheusNode(look);
  if (part === 'tempo' || part === 'jaeger') return storeNode(part, look);
  return part === 'cassandra' ? cassandraNode(look) : simpleNode(part, look);
}
