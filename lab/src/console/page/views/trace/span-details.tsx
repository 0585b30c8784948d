import { Fragment, type Ref } from 'react';
import type { Attributes } from '../../../../backends/trace-store.ts';
import { duration } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';
import type { TraceLine } from './trace-lines.ts';

/** All attributes, events and links of a span. */
export function SpanDetails({
  line: { span, begins, took },
  onClose,
  ref,
}: {
  line: TraceLine;
  onClose: () => void;
  ref: Ref<HTMLDivElement>;
}) {
  return (
    <div className="card span-details" role="region" aria-label={`Span ${span.name}`} ref={ref} tabIndex={-1}>
      <div className="row spread">
        <h2>{span.name}</h2>
        <button type="button" className="quiet" onClick={onClose}>
          Close
        </button>
      </div>
      <Facts
        of={[
          ['service', span.service],
          ['kind', span.kind],
          ['status', span.statusMessage ? `${span.status}: ${span.statusMessage}` : span.status],
          ['begins after', duration(begins)],
          ['duration', duration(took)],
          ['span id', span.spanId],
        ]}
      />
      <h3>Attributes</h3>
      <Facts of={sorted(span.attributes)} />
      {span.events.map(({ name, at, attributes }, i) => (
        <section key={`${name} ${i}`}>
          <h3>
            Event {name} <span className="muted">after {duration(Number(at - span.start) / 1e6)}</span>
          </h3>
          <Facts of={sorted(attributes)} />
        </section>
      ))}
      {span.links.length > 0 && <h3>Links</h3>}
      {span.links.map(({ traceId, spanId }) => (
        <p key={`${traceId} ${spanId}`}>
          <Link to={`/traces/${traceId}?span=${spanId}`}>{traceId}</Link>
        </p>
      ))}
      <h3>Resource</h3>
      <Facts of={sorted(span.resource)} />
    </div>
  );
}

function Facts({ of }: { of: readonly (readonly [string, unknown])[] }) {
  return (
    <dl className="attributes">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{breakable(name)}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A name that may break into the next line only after a dot or an underscore. */
function breakable(name: string) {
  return name.split(/(?<=[._])/).map((part, i) => (
    <Fragment key={i}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function sorted(attributes: Attributes) {
  return Object.entries(attributes).sort(([a], [b]) => a.localeCompare(b));
}
