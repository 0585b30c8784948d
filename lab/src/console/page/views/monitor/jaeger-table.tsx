import type { Operation } from '../../../operations.ts';
import { ask } from '../../shell/ask.ts';
import { inUnit } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';

const columns = [
  ['p95', 'p95 latency', 'ms'],
  ['rate', 'Rate', 'reqps'],
  ['errors', 'Error rate', 'percentunit'],
  ['impact', 'Impact', 'percentunit'],
] as const;

/** What Jaeger's own Monitor tab shows: always the last ten minutes, independent of the chosen range. A new `at` reloads it. */
export function JaegerTable({ service, at }: { service: string; at: number }) {
  const { data, error } = useAsked(
    `${service} ${at}`,
    (signal) => ask<Operation[]>(`/api/jaeger-monitor?${new URLSearchParams({ service })}`, { signal }),
    service,
  );
  return (
    <section className="card panel" aria-label="Jaeger’s Monitor" data-panel="jaeger-monitor">
      <h2>
        Jaeger’s Monitor <small>over the last 10 minutes</small>
      </h2>
      {error && <Failed error={error} />}
      {!data && !error && <Loading what="Loading from Jaeger" />}
      {data?.length === 0 && <Empty title="No operation yet">Start a load; Jaeger draws one point per minute.</Empty>}
      {data && data.length > 0 && (
        <div className="scroll" tabIndex={0} role="group" aria-label="Jaeger’s operations by impact">
          <table>
            <thead>
              <tr>
                <th scope="col">Operation</th>
                {columns.map(([name, title]) => (
                  <th key={name} scope="col" className="number">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.map((line) => (
                <tr key={line.operation} data-row={line.operation}>
                  <td>
                    <Link
                      to={`/traces?${new URLSearchParams({ store: 'Jaeger', service, operation: line.operation })}`}
                    >
                      {line.operation}
                    </Link>
                  </td>
                  {columns.map(([name, , unit]) => (
                    <td key={name} className="number" data-column={name} data-value={line[name]}>
                      {line[name] === undefined ? '–' : inUnit(line[name], unit)}
                      {name === 'impact' && (
                        <span
                          className="cell-bar"
                          aria-hidden="true"
                          style={{ width: `${(line.impact ?? 0) * 100}%` }}
                        />
                      )}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
