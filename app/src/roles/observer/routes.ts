import { createLogger } from '../../logger.ts';
import { reportMeasurements } from '../../telemetry/measurements.ts';
import { type Engine, watch } from './engine.ts';
import { kafka } from './kafka-metrics.ts';
import { postgres } from './postgres-metrics.ts';
import { readSettings, type Settings } from './settings.ts';
import { valkey } from './valkey-metrics.ts';

/** The engines that the environment names. */
function enginesOf({ postgres: database, valkey: cache, brokers, password }: Settings): Engine[] {
  return [
    ...(database ? [postgres(database, password)] : []),
    ...(brokers.length > 0 ? [kafka(brokers)] : []),
    ...(cache ? [valkey(cache, password)] : []),
  ];
}

/**
 * Reports what the engines say about themselves as metrics, for as long as the process lives; without telemetry nobody
 * is asked. No route: the role is watched by its metrics.
 */
export const routes = () => {
  const settings = readSettings(process.env);
  const logger = createLogger('observer', process.env['LOG_LEVEL'] || 'info');
  let readings: ReturnType<typeof watch>[] = [];
  if (reportMeasurements(() => readings.flatMap((latest) => latest()), settings.interval))
    readings = enginesOf(settings).map((engine) => watch(engine, settings.interval, logger));
  return {};
};
