import { useEffect, useId, useState } from 'react';
import { setQuery, usePlace } from '../shell/router.tsx';
import { type Range, rangeUntilNow } from './panel-data.ts';

const ranges = { '5m': 300, '15m': 900, '1h': 3_600, '6h': 21_600 } as const;
const refreshes = { off: 0, '2s': 2, '5s': 5, '30s': 30 } as const;
/** Not offered as a choice: a test of the page's memory uses it to make half an hour of refreshes in a minute. */
const fastest = { '100ms': 0.1 } as const;

/** The shown range from the address bar: `from=15m`, or a fixed `start` and `end` after a zoom. */
export function useRange(): { range: Range; live: boolean } {
  const { query } = usePlace();
  const [start, end] = [Number(query.get('start')), Number(query.get('end'))];
  const seconds = ranges[(query.get('from') ?? '15m') as keyof typeof ranges] ?? 900;
  const refresh = { ...refreshes, ...fastest }[(query.get('refresh') ?? '5s') as keyof typeof refreshes] ?? 5;
  const fixed = start > 0 && end > start;
  const [now, setNow] = useState(() => Date.now() / 1000);
  useEffect(() => {
    if (fixed || refresh === 0) return;
    const timer = setInterval(() => document.hidden || setNow(Date.now() / 1000), refresh * 1000);
    return () => clearInterval(timer);
  }, [fixed, refresh]);
  return {
    range: fixed ? { start, end, asked: 0 } : { ...rangeUntilNow(seconds, now), asked: now },
    live: !fixed && refresh > 0,
  };
}

/** Choice of range and refresh. */
export function TimeControls() {
  const { query } = usePlace();
  const zoomed = query.has('start');
  return (
    <>
      <Choice
        name="Range"
        param="from"
        value={zoomed ? '' : (query.get('from') ?? '15m')}
        options={[
          ...(zoomed ? [['', 'zoomed'] as const] : []),
          ...Object.keys(ranges).map((r) => [r, `last ${r}`] as const),
        ]}
        clears={['start', 'end']}
      />
      {zoomed ? (
        <button type="button" onClick={() => setQuery({ start: undefined, end: undefined })}>
          Zoom out
        </button>
      ) : (
        <Choice
          name="Refresh"
          param="refresh"
          value={query.get('refresh') ?? '5s'}
          options={Object.keys(refreshes).map((r) => [r, r] as const)}
        />
      )}
    </>
  );
}

/** A labelled choice that is kept in the address bar. */
export function Choice(props: {
  name: string;
  param: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  clears?: readonly string[];
}) {
  const { name, param, value, options, clears = [] } = props;
  const id = useId();
  return (
    <span className="choice">
      <label htmlFor={id}>{name}</label>
      <select
        id={id}
        value={value}
        onChange={(event) =>
          setQuery({ [param]: event.target.value, ...Object.fromEntries(clears.map((c) => [c, undefined])) })
        }
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Keeps a zoom in a chart in the address bar. */
export function zoomTo(start: number, end: number): void {
  if (end - start >= 5) setQuery({ start: String(Math.floor(start)), end: String(Math.ceil(end)) });
}
