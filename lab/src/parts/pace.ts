import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { checkout } from '../base/paths.ts';

/** How often data moves on: the SDK's batches (ms), the connectors' flushes and the scrapes of the RED metrics (with a unit). */
export type Pace = {
  OTEL_BSP_SCHEDULE_DELAY: string;
  METRICS_FLUSH_INTERVAL: string;
  RED_SCRAPE_INTERVAL: string;
};

/** The usual pace, or that of `LAB_LIVE=1`, from the files that the compose files hand on. */
export function paceOf({ LAB_LIVE }: { LAB_LIVE: '' | '1' }): Pace {
  return parseEnv(readFileSync(join(checkout, `pace${LAB_LIVE && '-live'}.env`), 'utf8')) as Pace;
}
