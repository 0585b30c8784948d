import type { Span } from '@perses-dev/tracing-gantt-chart-plugin/lib/TracingGanttChart/trace';
import { forwardRef } from 'react';
import { duration } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';

type Attribute = { key: string; value: Record<string, unknown> };

/** All that a span carries. Perses' own pane has a nameless button and wants providers that this page does not need. */
export const SpanDetails = forwardRef<HTMLDivElement, { span: Span; began: number; onClose: () => void }>(
  function SpanDetails({ span, began, onClose }, ref) {
    return (
      <div className="card span-details" role="region" aria-label={`Span ${span.name}`} ref={ref} tabIndex={-1}>
        <div className="row spread">
          <h2>{span.name}</h2>
          <button type="button" className="quiet" onClick={onClose}>
            Close
          </button>
        </div>
        <Attributes
          of={[
            ['service', span.resource.serviceName ?? 'unknown'],
            [
              'kind',
              String(span.kind ?? '')
                .replace('SPAN_KIND_', '')
                .toLowerCase(),
            ],
            ['status', statusOf(span)],
            ['begins after', duration(span.startTimeUnixMs - began)],
            ['duration', duration(span.endTimeUnixMs - span.startTimeUnixMs)],
            ['span id', span.spanId],
          ]}
        />
        <h3>Attributes</h3>
        <Attributes of={sorted(span.attributes as Attribute[])} />
        {span.events.map((event, i) => (
          <section key={`${event.name} ${i}`}>
            <h3>
              Event {event.name}{' '}
              <span className="muted">after {duration(event.timeUnixMs - span.startTimeUnixMs)}</span>
            </h3>
            <Attributes of={sorted(event.attributes as Attribute[])} />
          </section>
        ))}
        {span.links.length > 0 && <h3>Links</h3>}
        {span.links.map((link) => (
          <p key={`${link.traceId} ${link.spanId}`}>
            <Link to={`/traces/${link.traceId}?span=${link.spanId}`}>{link.traceId}</Link>
          </p>
        ))}
        <h3>Resource</h3>
        <Attributes of={sorted(span.resource.attributes as Attribute[])} />
      </div>
    );
  },
);

function Attributes({ of }: { of: readonly (readonly [string, string])[] }) {
  return (
    <dl className="attributes">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function sorted(attributes: readonly Attribute[]): [string, string][] {
  return attributes
    .map(({ key, value }): [string, string] => [key, plain(value)])
    .sort(([a], [b]) => a.localeCompare(b));
}

/** An OTLP value as text: its one member, lists joined. */
function plain(value: Record<string, unknown>): string {
  const [inner] = Object.values(value);
  const list = (inner as { values?: Record<string, unknown>[] } | undefined)?.values;
  return list ? list.map(plain).join(', ') : String(inner ?? '');
}

function statusOf({ status }: Span): string {
  const code = String(status?.code ?? 'STATUS_CODE_UNSET')
    .replace('STATUS_CODE_', '')
    .toLowerCase();
  return status?.message ? `${code}: ${status.message}` : code;
}
