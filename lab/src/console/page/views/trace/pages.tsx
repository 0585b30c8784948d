/** Rows of a trace at once: a browser answers slowly with more of them. */
export const PAGE = 500;

/** Says which of so many lines are shown, the first one counted from 0, and turns to others. */
export function Pages({ first, of, onTurn }: { first: number; of: number; onTurn: (first: number) => void }) {
  const number = (line: number) => line.toLocaleString('en');
  return (
    <p className="row" role="group" aria-label="Pages of the trace">
      <span>
        Spans {number(first + 1)} to {number(Math.min(of, first + PAGE))} of {number(of)}
      </span>
      <button type="button" disabled={first === 0} onClick={() => onTurn(first - PAGE)}>
        Earlier
      </button>
      <button type="button" disabled={first + PAGE >= of} onClick={() => onTurn(first + PAGE)}>
        Later
      </button>
    </p>
  );
}
