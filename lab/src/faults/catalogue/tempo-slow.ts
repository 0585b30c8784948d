import { storeSlow } from '../store-faults.ts';

/** What the collector sends to Tempo arrives later. */
export const tempoSlow = storeSlow('tempo');
