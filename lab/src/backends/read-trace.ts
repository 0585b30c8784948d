import type { StoreTitle } from '../parts/parts.ts';
import { EngineError, get, getJson } from './http.ts';
import type { StoredSpan } from './trace-store.ts';

/** How long a store may take for one trace, ms: Tempo needs seconds for 20 MB. */
const LIMIT = 30_000;

/** A store that answers other queries fails at this trace: a span in it is the reason. */
export class UnreadableTrace extends Error {
  constructor(store: StoreTitle, found: string) {
    super(`${store} cannot read this trace: ${found}`);
    this.name = 'UnreadableTrace';
  }
}

/**
 * The JSON at `path` of a store, undefined for one that it does not know. Fails with an UnreadableTrace if the store closes
 * the connection or answers 5xx, but still answers at `simple`; otherwise with an EngineError.
 */
export async function readTrace<T>(
  store: StoreTitle,
  url: string,
  path: string,
  simple: string,
): Promise<T | undefined> {
  try {
    return await getJson<T>(store, url + path, { signal: AbortSignal.timeout(LIMIT) });
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (error.status === 404) return undefined;
    if ((error.status ?? 500) < 500 || !(await answers(url + simple))) throw error;
    throw new UnreadableTrace(store, error.message);
  }
}

/** The spans of a trace that is read beside others: none if the store cannot read it, which must not hide the others. */
export async function spansOrNone(reading: Promise<StoredSpan[]>): Promise<StoredSpan[]> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnreadableTrace) return [];
    throw error;
  }
}

/** Whether an engine gives a good answer at this address, now. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await get(url);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
