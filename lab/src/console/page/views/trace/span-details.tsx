import type { Ref } from 'react';
import type { LabInfo } from '../../../flow.ts';
import type { Attributes, StoredSpan } from '../../../../backends/trace-store.ts';
import { duration, shortened } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';
import { panelsOfSpan } from '../shop/shop-links.ts';
import { FirstOf, LongText } from './first-of.tsx';
import type { TraceLine } from './trace-lines.ts';

/** All attributes, events and links of a span. */
export function SpanDetails({
  lab,
  line: { span, begins, took },
  onClose,
  ref,
}: {
  lab: LabInfo;
  line: TraceLine;
  onClose: () => void;
  ref: Ref<HTMLDivElement>;
}) {
  const panels = panelsOfSpan(span.attributes, lab);
  const operation = new URLSearchParams({ service: span.service, route: span.name });
  return (
    <div
      className="card span-details"
      role="region"
      aria-label={`Span ${shortened(span.name)}`}
      ref={ref}
      tabIndex={-1}
    >
      <div className="row spread">
        <h2>
          <bdi>{shortened(span.name) || '(no name)'}</bdi>
        </h2>
        <button type="button" className="quiet" onClick={onClose}>
          Close
        </button>
      </div>
      {(panels || span.kind === 'server') && (
        <p className="row wrap">
          {span.kind === 'server' && <Link to={`/service?${operation}`}>All requests of this route</Link>}
          {panels && <Link to={panels.to}>{panels.text}</Link>}
        </p>
      )}
      <Facts
        of={[
          ['service', span.service],
          ['name', span.name],
          ['kind', span.kind],
          ['status', span.statusMessage ? `${span.status}: ${span.statusMessage}` : span.status],
          ['begins after', duration(begins)],
          ['duration', duration(took)],
          ['span id', span.spanId],
        ]}
      />
      <h3>Attributes</h3>
      <Facts of={sorted(span.attributes)} />
      <FirstOf
        list={span.events}
        what="events"
        show={({ name, at, attributes }, i) => (
          <section key={i}>
            <h3>
              Event <bdi>{shortened(name) || '(no name)'}</bdi> <span className="muted">{when(at, span)}</span>
            </h3>
            <Facts of={sorted(attributes)} />
          </section>
        )}
      />
      {span.links.length > 0 && <h3>Links</h3>}
      <FirstOf
        list={span.links}
        what="links"
        show={({ traceId, spanId }, i) => (
          <p key={i}>
            {/[1-9a-f]/.test(traceId) ? (
              <Link to={`/traces/${traceId}?span=${spanId}`}>{traceId}</Link>
            ) : (
              'a link without a trace id'
            )}
          </p>
        )}
      />
      <h3>Resource</h3>
      <Facts of={sorted(span.resource)} />
    </div>
  );
}

function Facts({ of }: { of: readonly (readonly [string, unknown])[] }) {
  return (
    <dl className="attributes">
      <FirstOf
        list={of}
        what="attributes"
        show={([name, value]) => (
          <div key={name}>
            <dt>{breakable(shortened(name))}</dt>
            <dd>
              <LongText text={String(value)} />
            </dd>
          </div>
        )}
      />
    </dl>
  );
}

/** When an event was, in words; the clock of an event may differ from its span's. */
function when(at: bigint, { start, end }: StoredSpan): string {
  if (at === 0n || start === 0n) return 'at an unknown time';
  const after = Number(at - start) / 1e6;
  if (after < 0) return `${duration(-after)} before the span began`;
  return at > end ? `after ${duration(after)}, when the span had ended` : `after ${duration(after)}`;
}

/** A name that may break into the next line only after a dot or an underscore. */
function breakable(name: string) {
  return name.split(/(?<=[._])/).map((part, i) => <span key={i}>{part}</span>);
}

function sorted(attributes: Attributes) {
  return Object.entries(attributes).sort(([a], [b]) => a.localeCompare(b));
}
