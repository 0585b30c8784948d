import { storeSlow } from '../store-faults.ts';

/** What the collector sends to Jaeger arrives later. */
export const jaegerSlow = storeSlow('jaeger');
