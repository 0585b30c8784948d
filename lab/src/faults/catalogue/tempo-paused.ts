import { storePaused } from '../store-faults.ts';

/** Tempo hangs: it takes connections and answers nothing. */
export const tempoPaused = storePaused('tempo');
