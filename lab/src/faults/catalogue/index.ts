import { slowDisk } from './slow-disk.ts';
import { noTraceIds } from './no-trace-ids.ts';
import { unboundedSpanNames } from './unbounded-span-names.ts';
import { idsInMetric } from './ids-in-metric.ts';
import { clockReset } from './clock-reset.ts';
import { queueFull } from './queue-full.ts';
import { storeRefuses } from './store-refuses.ts';
import { consoleStopped } from './console-stopped.ts';
import { logsRefused } from './logs-refused.ts';
import { logQueueFull } from './log-queue-full.ts';
import { networkDelay } from './network-delay.ts';
import { networkCut } from './network-cut.ts';
import { connectionsBroken } from './connections-broken.ts';
import { collectorSlow } from './collector-slow.ts';
import { collectorUnreachable } from './collector-unreachable.ts';
import { tempoSlow } from './tempo-slow.ts';
import { jaegerSlow } from './jaeger-slow.ts';
import { scrapeSlow } from './scrape-slow.ts';
import { scrapeTimeout } from './scrape-timeout.ts';
import type { Fault } from '../fault.ts';
import { slowRoute } from './slow-route.ts';
import { longTail } from './long-tail.ts';
import { errorShare } from './error-share.ts';
import { errorOneItem } from './error-one-item.ts';
import { blockedEventLoop } from './blocked-event-loop.ts';
import { memoryLeak } from './memory-leak.ts';
import { cpuBurn } from './cpu-burn.ts';
import { nPlusOne } from './n-plus-one.ts';
import { retryStorm } from './retry-storm.ts';
import { timeoutTooShort } from './timeout-too-short.ts';
import { timeoutTooLong } from './timeout-too-long.ts';
import { crash } from './crash.ts';
import { lostContext } from './lost-context.ts';
import { wrongStatus } from './wrong-status.ts';
import { idsInSpanNames } from './ids-in-span-names.ts';
import { personalData } from './personal-data.ts';
import { clockOff } from './clock-off.ts';
import { sampling } from './sampling.ts';
import { collectorKilled } from './collector-killed.ts';
import { collectorPaused } from './collector-paused.ts';
import { tempoStopped } from './tempo-stopped.ts';
import { tempoPaused } from './tempo-paused.ts';
import { jaegerStopped } from './jaeger-stopped.ts';
import { jaegerPaused } from './jaeger-paused.ts';
import { cassandraPaused } from './cassandra-paused.ts';
import { stockStopped } from './stock-stopped.ts';
import { ordersPaused } from './orders-paused.ts';
import { prometheusStopped } from './prometheus-stopped.ts';
import { wrongMetricName } from './wrong-metric-name.ts';
import { memoryLimit } from './memory-limit.ts';
import { unindexedQuery } from './unindexed-query.ts';
import { postgresLock } from './postgres-lock.ts';
import { connectionLeak } from './connection-leak.ts';
import { cacheMisses } from './cache-misses.ts';
import { poisonMessage } from './poison-message.ts';
import { consumerStuck } from './consumer-stuck.ts';
import { kafkaPaused } from './kafka-paused.ts';
import { postgresStopped } from './postgres-stopped.ts';
import { valkeyStopped } from './valkey-stopped.ts';

/** Every fault, by where it arises. */
export const faults: readonly Fault[] = [
  slowRoute,
  longTail,
  errorShare,
  errorOneItem,
  blockedEventLoop,
  memoryLeak,
  cpuBurn,
  nPlusOne,
  retryStorm,
  timeoutTooShort,
  timeoutTooLong,
  crash,
  slowDisk,
  lostContext,
  wrongStatus,
  idsInSpanNames,
  personalData,
  clockOff,
  sampling,
  noTraceIds,
  unboundedSpanNames,
  idsInMetric,
  clockReset,
  collectorKilled,
  collectorPaused,
  tempoStopped,
  tempoPaused,
  jaegerStopped,
  jaegerPaused,
  cassandraPaused,
  stockStopped,
  ordersPaused,
  prometheusStopped,
  wrongMetricName,
  memoryLimit,
  queueFull,
  storeRefuses,
  consoleStopped,
  logsRefused,
  logQueueFull,
  networkDelay,
  networkCut,
  connectionsBroken,
  collectorSlow,
  collectorUnreachable,
  tempoSlow,
  jaegerSlow,
  scrapeSlow,
  scrapeTimeout,
  unindexedQuery,
  postgresLock,
  connectionLeak,
  cacheMisses,
  poisonMessage,
  consumerStuck,
  kafkaPaused,
  postgresStopped,
  valkeyStopped,
];
