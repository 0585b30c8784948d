import type { ShownLine } from '../../../shown-line.ts';
import { shortened } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';
import { LongText } from '../trace/first-of.tsx';
import './logs.css';

/**
 * Log lines as a table; below each other where the screen is small. `trace`: they are of the trace that is shown, and lead to
 * its spans instead of to their traces. `chosen` is the id of the span that is shown.
 */
export function LogLines({
  lines,
  caption,
  trace,
  chosen,
}: {
  lines: readonly ShownLine[];
  caption: string;
  trace?: string;
  chosen?: string | null;
}) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Log lines">
      <table className="log-lines">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Severity</th>
            <th scope="col">Service</th>
            <th scope="col">Text</th>
            <th scope="col">{trace ? 'Span' : 'Trace'}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <tr
              key={i} // two lines may be equal
              data-line={line.traceId}
              data-severity={line.severity}
              aria-current={(chosen && line.spanId === chosen) || undefined}
            >
              <td className="log-time">{timeOf(line.time)}</td>
              <td className="log-severity">
                <span className={`severity ${line.severity}`}>{line.severity}</span>
              </td>
              <td>
                <bdi>{shortened(line.service) || '(no service)'}</bdi>
              </td>
              <td className="log-text">
                <LongText text={line.text || '(no text)'} />
                {line.length !== undefined && (
                  <p className="muted">
                    The first {line.text.length.toLocaleString('en')} of {line.length.toLocaleString('en')} characters.
                  </p>
                )}
                <Attributes of={line.attributes} />
              </td>
              <td>{trace ? spanLink(line, trace) : traceLink(line)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Attributes({ of }: { of: Record<string, string> }) {
  const list = Object.entries(of).sort(([a], [b]) => a.localeCompare(b));
  if (list.length === 0) return null;
  const inLine = list.map(([name, value]) => (value.includes('\n') ? `${name}=…` : `${name}=${value}`)).join(' ');
  return (
    <details>
      <summary>
        <span className="log-summary">{shortened(inLine)}</span>
      </summary>
      <dl className="attributes">
        {list.map(([name, value]) => (
          <div key={name}>
            <dt>
              <bdi>{shortened(name)}</bdi>
            </dt>
            <dd>
              <LongText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function spanLink({ spanId }: ShownLine, trace: string) {
  if (!/[1-9a-f]/.test(spanId)) return <span className="muted">none</span>;
  return (
    <Link to={`/traces/${trace}?span=${spanId}`} aria-label={`Show the span ${spanId} of this line`}>
      <code>{spanId.slice(0, 8)}…</code>
    </Link>
  );
}

function traceLink({ traceId, spanId }: ShownLine) {
  if (!/^(?=.*[1-9a-f])[0-9a-f]{1,32}$/.test(traceId)) return <span className="muted">none</span>;
  const span = spanId ? `?span=${spanId}` : '';
  return (
    <Link to={`/traces/${traceId.padStart(32, '0')}${span}`} aria-label={`Open the trace ${traceId} of this line`}>
      <code>{traceId.slice(0, 8)}…</code>
    </Link>
  );
}

/** Time of day with milliseconds; with the date, unless it is today. `ns` since the epoch. */
function timeOf(ns: string): string {
  const date = new Date(Number(BigInt(ns) / 1_000_000n));
  if (Number.isNaN(date.getTime())) return 'unknown';
  const time = `${date.toLocaleTimeString('en-GB')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
  return date.toDateString() === new Date().toDateString()
    ? time
    : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${time}`;
}
