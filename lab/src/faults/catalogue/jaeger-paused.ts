import { storePaused } from '../store-faults.ts';

/** Jaeger hangs: it takes connections and answers nothing. */
export const jaegerPaused = storePaused('jaeger');
