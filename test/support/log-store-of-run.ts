import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { LogStore } from '../../lab/src/backends/log-store.ts';
import { Loki } from '../../lab/src/backends/loki.ts';
import { checkout } from '../../lab/src/base/paths.ts';
import { sharedLab } from './shared-lab.ts';
import type { TestLab } from './test-lab.ts';

/**
 * A lab, and the store to which its collector sends log lines: its own, or the Loki at LAB_LOKI_URL, by the layer that a lab
 * of containers has.
 */
export async function logStoreOfRun(): Promise<{ lab: TestLab; store: LogStore }> {
  const lab = await sharedLab();
  const loki = process.env['LAB_LOKI_URL'];
  if (!loki) return { lab, store: lab.logs! };
  const { service, processors, exporters } = parse(readFileSync(join(checkout, 'otel-collector/to-loki.yaml'), 'utf8'));
  exporters['otlp_http/loki'].logs_endpoint = `${loki}/otlp/v1/logs`;
  lab.collector.write({ service, processors, exporters });
  await lab.lab.stop('collector');
  await lab.lab.start('collector');
  return { lab, store: new Loki(loki) };
}
