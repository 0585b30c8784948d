import { getJson, sendJson } from './http.ts';

/** How many spans of one kind were made, and their durations added up. */
export type Total = {
  service: string;
  name: string;
  kind: 'server' | 'client';
  status: number;
  spans: number;
  milliseconds: number;
};

/** What `GET /sent` tells: totals of what was taken since the start, bursts left out; the rest by number of traces. */
export type SentReport = { traces: number; refused: number; unknown: number; last?: string; totals: Total[] };

/** What `POST /burst` tells. */
export type BurstReport = { traceIds: string[]; totals: Total[] };

/** Asks the generator what it sent. Fails with an EngineError. */
export function sentBy(url: string): Promise<SentReport> {
  return getJson('The generator', `${url}/sent`);
}

/** Makes the generator send traces at once, marked as those of a run. Fails with an EngineError. */
export function burst(url: string, run: string, traces: number): Promise<BurstReport> {
  return sendJson('The generator', `${url}/burst`, 'POST', { run, traces });
}

/** What belongs to one total: service, name, kind and status. */
export function totalKey({ service, name, kind, status }: Omit<Total, 'spans' | 'milliseconds'>): string {
  return JSON.stringify([service, name, kind, status]);
}
