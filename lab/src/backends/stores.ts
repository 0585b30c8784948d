import type { Endpoints } from '../parts/parts.ts';
import { Jaeger } from './jaeger.ts';
import { Tempo } from './tempo.ts';
import type { TraceStore } from './trace-store.ts';

/** The trace stores of a lab: one, or both. */
export function storesOf(endpoints: Endpoints): TraceStore[] {
  return [
    ...(endpoints.tempo ? [new Tempo(endpoints.tempo)] : []),
    ...(endpoints.jaeger ? [new Jaeger(endpoints.jaeger)] : []),
  ];
}
