import type { Meter, MeterProvider, MetricOptions } from '@opentelemetry/api';

type Instrumentation = { instrumentationName: string; setMeterProvider(provider: MeterProvider): void };

/** Units that instrumentation-host-metrics 0.7 leaves out. https://opentelemetry.io/docs/specs/semconv/system/process-metrics/ */
const units: Record<string, string> = { 'process.cpu.utilization': '1', 'process.memory.usage': 'By' };

/** Lets the gauges of host-metrics say their unit. */
export function stateUnits(instrumentations: readonly Instrumentation[]): void {
  const hostMetrics = instrumentations.find(({ instrumentationName: name }) => name.endsWith('host-metrics'));
  if (!hostMetrics) return;
  const setMeterProvider = hostMetrics.setMeterProvider.bind(hostMetrics);
  hostMetrics.setMeterProvider = (provider) =>
    setMeterProvider({ getMeter: (...about) => withUnits(provider.getMeter(...about)) });
}

function withUnits(meter: Meter): Meter {
  const gauge = (name: string, options?: MetricOptions) =>
    meter.createObservableGauge(name, { ...options, ...(name in units && { unit: units[name]! }) });
  return new Proxy(meter, {
    get(target, key) {
      if (key === 'createObservableGauge') return gauge;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
