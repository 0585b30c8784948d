import type { Rule } from '../rule.ts';
import { routeValues, spanNames } from './cardinality.ts';
import { databaseNames, httpNames } from './conventions.ts';
import { histogramFit } from './histogram-fit.ts';
import { routes, statuses } from './http.ts';
import { instanceId, podUid, serviceName, sharedInstanceId } from './identity.ts';
import { levels } from './levels.ts';
import { debugLines, severities, traceIds } from './logs.ts';
import { labelValues, metricNames, oneSetOfBuckets, oneUnit, units, unitsInNames } from './metrics.ts';
import { clocks, context, oneServerSpan } from './requests.ts';
import { runtime } from './runtime.ts';
import { secrets } from './secrets.ts';
import { clientRoots, internalSpans, orphans, shortSpans } from './trace-shape.ts';

/** Every rule of the specification, as of 2026-04. https://github.com/instrumentation-score/spec/tree/main/rules */
export const rulesOfSpecification: readonly Rule[] = [
  instanceId,
  sharedInstanceId,
  podUid,
  levels,
  serviceName,
  internalSpans,
  orphans,
  spanNames,
  clientRoots,
  shortSpans,
  labelValues,
  units,
  oneUnit,
  oneSetOfBuckets,
  unitsInNames,
  metricNames,
  debugLines,
  severities,
  runtime,
];

/** The lab's own rules, which count in `labScore` only. */
export const rulesOfLab: readonly Rule[] = [
  routes,
  routeValues,
  httpNames,
  databaseNames,
  statuses,
  oneServerSpan,
  context,
  clocks,
  secrets,
  histogramFit,
  traceIds,
];
