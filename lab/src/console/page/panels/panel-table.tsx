import { label, type Panel } from '@span-metrics-lab/grafana';
import { useState } from 'react';
import { inUnit } from '../shell/format.ts';
import { Link } from '../shell/router.tsx';
import type { Line } from './panel-data.ts';

type Row = { labels: Record<string, string>; values: Record<string, number> };

/** The queries of a table panel joined by their labels; a click on a head sorts. */
export function PanelTable({
  panel,
  lines,
  linkOf,
}: {
  panel: Panel;
  lines: readonly Line[];
  linkOf?: ((labels: Record<string, string>) => string) | undefined;
}) {
  const [sortBy, setSortBy] = useState(panel.table?.sortBy ?? panel.queries[0]!.refId);
  const labels = Object.entries(panel.table?.labels ?? {});
  const linked = panel.table?.labels[label.route] ? label.route : labels[0]?.[0];
  const rows = joined(lines).sort((a, b) => (b.values[sortBy] ?? -1) - (a.values[sortBy] ?? -1));
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={`${panel.title}, table`}>
      <table>
        <thead>
          <tr>
            {labels.map(([name, title]) => (
              <th key={name} scope="col">
                {title}
              </th>
            ))}
            {panel.queries.map((query) => (
              <th
                key={query.refId}
                scope="col"
                className="number"
                aria-sort={query.refId === sortBy ? 'descending' : undefined}
              >
                <button type="button" onClick={() => setSortBy(query.refId)}>
                  {query.legend}
                  <span aria-hidden="true">{query.refId === sortBy ? ' ▾' : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={Object.values(row.labels).join(' ')} data-row={row.labels[label.route]}>
              {labels.map(([name]) => (
                <td key={name}>
                  {name === linked && linkOf ? (
                    <Link to={linkOf(row.labels)}>{row.labels[name]}</Link>
                  ) : (
                    row.labels[name]
                  )}
                </td>
              ))}
              {panel.queries.map((query) => {
                const value = row.values[query.refId];
                const unit = query.unit ?? panel.unit;
                return (
                  <td key={query.refId} className="number" data-column={query.refId} data-value={value}>
                    {value === undefined ? '–' : inUnit(value, unit)}
                    {unit === 'percentunit' && value !== undefined && (
                      <span className="cell-bar" aria-hidden="true" style={{ width: `${Math.min(1, value) * 100}%` }} />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function joined(lines: readonly Line[]): Row[] {
  const rows = new Map<string, Row>();
  for (const { refId, labels, value } of lines) {
    const key = JSON.stringify(Object.entries(labels).sort());
    const row = rows.get(key) ?? { labels, values: {} };
    row.values[refId] = value;
    rows.set(key, row);
  }
  return [...rows.values()];
}
