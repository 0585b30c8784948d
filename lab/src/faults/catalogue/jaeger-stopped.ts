import { storeStopped } from '../store-faults.ts';

/** Jaeger is stopped. */
export const jaegerStopped = storeStopped('jaeger');
