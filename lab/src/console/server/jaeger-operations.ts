import { type JaegerMonitor, newest } from '../../backends/jaeger-monitor.ts';
import type { Operation } from '../operations.ts';

/** The table of Jaeger's Monitor tab, from Jaeger itself. Impact is the share of rate times p95, as in the tab. */
export async function jaegerOperations(monitor: JaegerMonitor, service: string, at: number): Promise<Operation[]> {
  const [p95, rates, errors] = await Promise.all([
    monitor.latencies(service, at, true, 0.95),
    monitor.calls(service, at, true),
    monitor.errors(service, at, true),
  ]);
  const lines = rates.map(({ operation }) => ({
    operation,
    ...defined('p95', newest(p95, operation)),
    ...defined('rate', newest(rates, operation)),
    ...defined('errors', newest(errors, operation)),
  })) as Operation[];
  const weight = ({ p95 = 0, rate = 0 }: Operation) => p95 * rate;
  const total = lines.reduce((sum, line) => sum + weight(line), 0);
  return lines
    .map((line) => ({ ...line, ...(total > 0 && { impact: weight(line) / total }) }))
    .sort((a, b) => weight(b) - weight(a));
}

function defined(name: string, value: number | undefined): Record<string, number> {
  return value === undefined ? {} : { [name]: value };
}
