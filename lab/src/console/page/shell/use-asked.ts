import { useEffect, useRef, useState } from 'react';

/** What came of asking: the newest answer stays while the next is awaited, or after it failed. */
export type Asked<T> = { data: T | undefined; error: Error | undefined; loading: boolean };

/** Asks when `key` changes and gives the newest answer; a change of `reset` forgets the old one at once. */
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
  const latest = useRef(asking);
  latest.current = asking;
  useEffect(() => {
    if (key === undefined) return;
    const gone = new AbortController();
    setState((before) =>
      before.reset === reset
        ? { ...before, loading: true }
        : { data: undefined, error: undefined, loading: true, reset },
    );
    latest.current(gone.signal).then(
      (data) => gone.signal.aborted || setState({ data, error: undefined, loading: false, reset }),
      (error: Error) =>
        gone.signal.aborted || setState((before) => ({ data: before.data, error, loading: false, reset })),
    );
    return () => gone.abort();
  }, [key, reset]);
  return state.reset === reset ? state : { data: undefined, error: undefined, loading: true };
}
