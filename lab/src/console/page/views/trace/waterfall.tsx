import { GanttTable } from '@perses-dev/tracing-gantt-chart-plugin/lib/TracingGanttChart/GanttTable/GanttTable';
import { GanttTableProvider } from '@perses-dev/tracing-gantt-chart-plugin/lib/TracingGanttChart/GanttTable/GanttTableProvider';
import { MiniGanttChart } from '@perses-dev/tracing-gantt-chart-plugin/lib/TracingGanttChart/MiniGanttChart/MiniGanttChart';
import { getTraceModel, type Span } from '@perses-dev/tracing-gantt-chart-plugin/lib/TracingGanttChart/trace';
import { useMemo, useRef, useState } from 'react';
import { Perses } from '../../perses/perses.tsx';
import { clock, duration } from '../../shell/format.ts';
import { setQuery, usePlace } from '../../shell/router.tsx';
import type { OtlpTrace } from './load-trace.ts';
import { SpanDetails } from './span-details.tsx';

const options = { visual: { palette: { mode: 'categorical' as const } } };
const range = { start: 0, end: 1 }; // the waterfall has an axis of its own

/** Perses' Gantt chart with the chosen span in the address bar, and the same spans as a table for keyboards. */
export function Waterfall({ otlp }: { otlp: OtlpTrace }) {
  const { query } = usePlace();
  const trace = useMemo(() => getTraceModel(otlp as never), [otlp]);
  const [viewport, setViewport] = useState({
    startTimeUnixMs: trace.startTimeUnixMs,
    endTimeUnixMs: trace.endTimeUnixMs,
  });
  const pane = useRef<HTMLDivElement>(null);
  const selected = trace.spanById.get(query.get('span') ?? '');
  const spans = useMemo(() => trace.rootSpans.flatMap((root) => inOrder(root, 0)), [trace]);
  const root = trace.rootSpans[0]!;
  const failed = spans.filter(({ span }) => isError(span)).length;
  const choose = (span: Span | undefined) => setQuery({ span: span?.spanId }, { replace: true });
  return (
    <Perses range={range}>
      <h1>
        {root.resource.serviceName}: {root.name}
      </h1>
      <p className="lead">
        {duration(trace.endTimeUnixMs - trace.startTimeUnixMs)}, {count(spans.length, 'span')} in{' '}
        {count(new Set(spans.map((s) => s.span.resource.serviceName)).size, 'service')}
        {failed > 0 && <strong className="bad">, {failed} with an error</strong>}, began{' '}
        {clock(trace.startTimeUnixMs / 1000)}
      </p>
      <div className="waterfall" data-spans={spans.length}>
        <div className="gantt" tabIndex={0} role="group" aria-label="Waterfall">
          <div className="gantt-wide">
            <MiniGanttChart options={options} trace={trace} viewport={viewport} setViewport={setViewport} />
            <div className="gantt-table" style={{ height: Math.min(600, 40 + 33 * spans.length) }}>
              <GanttTableProvider>
                <GanttTable
                  options={options}
                  trace={trace}
                  viewport={viewport}
                  selectedSpan={selected}
                  onSpanClick={choose}
                />
              </GanttTableProvider>
            </div>
          </div>
        </div>
        {selected && (
          <SpanDetails ref={pane} span={selected} began={trace.startTimeUnixMs} onClose={() => choose(undefined)} />
        )}
      </div>
      <details className="span-list">
        <summary>Spans as a table</summary>
        <div className="scroll" tabIndex={0} role="group" aria-label="Spans">
          <table>
            <thead>
              <tr>
                <th scope="col">Span</th>
                <th scope="col">Kind</th>
                <th scope="col" className="number">
                  Begins after
                </th>
                <th scope="col" className="number">
                  Duration
                </th>
                <th scope="col">Status</th>
              </tr>
            </thead>
            <tbody>
              {spans.map(({ span, depth }) => (
                <tr key={span.spanId} aria-current={span === selected || undefined}>
                  <td style={{ paddingLeft: `${0.6 + depth}rem` }}>
                    <button
                      type="button"
                      className="link"
                      onClick={() => (choose(span), setTimeout(() => pane.current?.focus(), 50))}
                    >
                      {span.resource.serviceName}: {span.name}
                    </button>
                  </td>
                  <td>
                    {String(span.kind ?? '')
                      .replace('SPAN_KIND_', '')
                      .toLowerCase()}
                  </td>
                  <td className="number">{duration(span.startTimeUnixMs - trace.startTimeUnixMs)}</td>
                  <td className="number">{duration(span.endTimeUnixMs - span.startTimeUnixMs)}</td>
                  <td>{isError(span) ? 'error' : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </Perses>
  );
}

function inOrder(span: Span, depth: number): { span: Span; depth: number }[] {
  return [{ span, depth }, ...span.childSpans.flatMap((child) => inOrder(child, depth + 1))];
}

function isError(span: Span): boolean {
  return span.status?.code === 'STATUS_CODE_ERROR';
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
