import { useEffect, useRef, useState } from 'react';

/** The newest answer and its state: the answer is kept while the next one is awaited, or after that failed. */
export type Asked<T> = { data: T | undefined; error: Error | undefined; loading: boolean };

/** One request after the other, until `gone` aborts; `asked` is the key of the last one. */
type Life = { gone: AbortController; busy: boolean; asked?: string };

/**
 * Sends a request when `key` changes and returns the newest answer; a change of `reset` drops the old one at once. A key that changes
 * while an answer is awaited is requested after it, so that an engine slower than the refresh is still shown.
 */
export function useAsked<T>(
  key: string | undefined,
  asking: (signal: AbortSignal) => Promise<T>,
  reset = '',
): Asked<T> {
  const [state, setState] = useState<Asked<T> & { reset: string }>({
    data: undefined,
    error: undefined,
    loading: true,
    reset,
  });
  const latest = useRef({ key, asking });
  latest.current = { key, asking };
  const life = useRef<Life>(undefined);

  useEffect(() => {
    const gone = new AbortController();
    life.current = { gone, busy: false };
    return () => gone.abort();
  }, [reset]);

  useEffect(() => {
    const mine = life.current;
    if (mine && !mine.busy) void askOn(mine);
  }, [key, reset]);

  async function askOn(mine: Life): Promise<void> {
    mine.busy = true;
    const { signal } = mine.gone;
    for (;;) {
      const wanted = latest.current;
      if (signal.aborted || wanted.key === undefined || wanted.key === mine.asked) break;
      mine.asked = wanted.key;
      setState((before) =>
        before.reset === reset
          ? { ...before, loading: true }
          : { data: undefined, error: undefined, loading: true, reset },
      );
      try {
        const data = await wanted.asking(signal);
        if (!signal.aborted) setState({ data, error: undefined, loading: false, reset });
      } catch (error) {
        if (!signal.aborted)
          setState((before) => ({ data: before.data, error: error as Error, loading: false, reset }));
      }
    }
    mine.busy = false;
  }

  return state.reset === reset ? state : { data: undefined, error: undefined, loading: true };
}
