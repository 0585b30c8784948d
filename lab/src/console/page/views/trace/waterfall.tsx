import { useEffect, useMemo, useRef } from 'react';
import type { LabInfo } from '../../../flow.ts';
import type { StoredSpan } from '../../../../backends/trace-store.ts';
import { counted, duration, moment, shortened } from '../../shell/format.ts';
import { setQuery, usePlace } from '../../shell/router.tsx';
import { endOf, odditiesOf } from './oddities.ts';
import { SpanDetails } from './span-details.tsx';
import { SpanRows } from './span-rows.tsx';
import { beginOf, traceLines } from './trace-lines.ts';

/** A trace as a waterfall, with the chosen span in the address bar and its details beside it. */
export function Waterfall({ lab, spans }: { lab: LabInfo; spans: readonly StoredSpan[] }) {
  const { query } = usePlace();
  const lines = useMemo(() => traceLines(spans), [spans]);
  const oddities = useMemo(() => odditiesOf(lines), [lines]);
  const chosen = lines.find(({ key }) => key === query.get('span'));
  const pane = useRef<HTMLDivElement>(null);
  const opened = useRef(false); // by a person here, not by the address
  useEffect(() => {
    if (!opened.current || !pane.current) return;
    pane.current.focus({ preventScroll: true });
    if (pane.current.getBoundingClientRect().top > innerHeight * 0.8) pane.current.scrollIntoView(); // on small screens
  }, [chosen]);
  const choose = (span: string | undefined) => {
    opened.current = span !== undefined;
    setQuery({ span }, { replace: true });
  };
  const root = lines[0]!.span;
  const took = endOf(lines);
  const services = new Set(spans.map((span) => span.service)).size;
  const failed = spans.filter((span) => span.status === 'error').length;
  return (
    <>
      <h1>
        <bdi>{shortened(root.service) || '(no service)'}</bdi>: <bdi>{shortened(root.name) || '(no name)'}</bdi>
      </h1>
      <p className="lead">
        {duration(took)}, {counted(spans.length, 'span')} in {counted(services, 'service')}
        {failed > 0 && <strong className="bad">, {failed} with an error</strong>}, began{' '}
        {moment(Number(beginOf(spans)) / 1e9)}
      </p>
      {oddities.length > 0 && (
        <div className="note oddities" role="note">
          Unusual in this trace:
          <ul>
            {oddities.map((oddity) => (
              <li key={oddity}>{oddity}</li>
            ))}
          </ul>
        </div>
      )}
      <div className="waterfall" data-spans={spans.length}>
        <div className="card scroll" tabIndex={0} role="group" aria-label="Waterfall">
          <SpanRows lines={lines} took={took} chosen={chosen?.key} onChoose={choose} />
        </div>
        {chosen && (
          <SpanDetails key={chosen.key} ref={pane} lab={lab} line={chosen} onClose={() => choose(undefined)} />
        )}
      </div>
    </>
  );
}
