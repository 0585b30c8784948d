import { openPostgres } from '../../shop/postgres.ts';
import { required } from '../../shop/settings.ts';
import { topics } from '../../shop/topics.ts';
import { openValkey } from '../../shop/valkey.ts';
import { stopAll } from '../../shop/work.ts';
import { reportMeasurements } from '../../telemetry/measurements.ts';
import type { RoleContext, Work } from '../role.ts';
import { type Books, readBooks } from './books.ts';
import { watch } from './engine.ts';
import { kafka } from './kafka-metrics.ts';
import { postgres } from './postgres-metrics.ts';
import { valkey } from './valkey-metrics.ts';

export interface ObserverWork extends Work {
  /** Where orders with these ids are. `since`: none of their messages is older, ms since the epoch. */
  books(ids: string[], since: number): Promise<Books>;
}

/**
 * Reports what the engines say about themselves as metrics, for as long as the process lives; without telemetry they are
 * not asked. Counts orders when somebody asks.
 */
export function observe({ role, shop, logger }: RoleContext): ObserverWork {
  const settings = required(shop, 'postgres', 'kafka', 'valkey');
  const engines = [postgres(settings.postgres), kafka(settings.kafka), valkey(settings.valkey)];
  let readings: ReturnType<typeof watch>[] = [];
  if (reportMeasurements(() => readings.flatMap((latest) => latest()), shop.observerInterval))
    readings = engines.map((engine) => watch(engine, shop.observerInterval, logger));
  const database = openPostgres(settings.postgres, role, logger);
  const cache = openValkey(settings.valkey, role, logger);
  return {
    missing: () => cache.missing(),
    books: (ids, since) => readBooks({ database, cache, brokers: settings.kafka, topics }, ids, since),
    stop: (deadline) => stopAll([database, cache], deadline),
  };
}
