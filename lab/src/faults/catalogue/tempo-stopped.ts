import { storeStopped } from '../store-faults.ts';

/** Tempo is stopped. */
export const tempoStopped = storeStopped('tempo');
