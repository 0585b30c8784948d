import { lazy, Suspense } from 'react';
import type { TraceSummary } from '../../../../backends/trace-store.ts';
import type { LabInfo } from '../../../flow.ts';
import { Choice } from '../../panels/time-controls.tsx';
import { ask } from '../../shell/ask.ts';
import { clock, duration } from '../../shell/format.ts';
import { Link, setQuery, usePlace } from '../../shell/router.tsx';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import './traces.css';

const Found = lazy(() => import('./found-dots.tsx')); // the list is usable before the chart's script is there

const ranges = { '5m': 300, '15m': 900, '1h': 3_600, '6h': 21_600 } as const;

/** Search for traces by service, route, status and duration. */
export default function TracesView({ lab }: { lab: LabInfo }) {
  const { query } = usePlace();
  const store = query.get('store') ?? lab.stores[0] ?? '';
  const service = query.get('service') ?? '';
  const operation = query.get('operation') ?? '';
  const from = (query.get('from') ?? '1h') as keyof typeof ranges;
  const limit = query.get('limit') ?? '20';
  const search = new URLSearchParams({
    store,
    ...(service && { service }),
    ...(operation && { operation }),
    ...(query.get('minDuration') && { minDuration: query.get('minDuration')! }),
    ...(query.get('errors') && { errors: '1' }),
    limit,
  });
  const again = query.get('again') ?? '';
  const found = useAsked(
    `${search} ${from} ${again}`,
    async (signal) => {
      const end = Math.ceil(Date.now() / 1000);
      const range = { start: end - (ranges[from] ?? 3_600), end };
      const traces = await ask<TraceSummary[]>(`/api/traces?${search}&start=${range.start}&end=${range.end}`, {
        signal,
      });
      return { range, traces: traces.sort((a, b) => b.start - a.start) };
    },
    `${search} ${from}`,
  );
  const services = useAsked(`services ${store} ${again}`, (signal) =>
    ask<string[]>(`/api/services?store=${store}`, { signal }),
  );
  const operations = useAsked(service ? `operations ${store} ${service} ${again}` : undefined, (signal) =>
    ask<string[]>(`/api/operations?${new URLSearchParams({ store, service })}`, { signal }),
  );
  const options = (values: readonly string[] | undefined, chosen: string) => [
    ['', 'any'] as const,
    ...[...new Set([...(chosen ? [chosen] : []), ...(values ?? [])])].map((v) => [v, v] as const),
  ];
  return (
    <>
      <h1>Traces</h1>
      <div className="controls" role="search">
        {lab.stores.length > 1 && (
          <Choice name="Store" param="store" value={store} options={lab.stores.map((s) => [s, s] as const)} />
        )}
        <Choice
          name="Service"
          param="service"
          value={service}
          options={options(services.data, service)}
          clears={['operation']}
        />
        <Choice
          name="Route"
          param="operation"
          value={operation}
          options={options(service ? operations.data : undefined, operation)}
        />
        <Choice
          name="Status"
          param="errors"
          value={query.get('errors') ?? ''}
          options={[
            ['', 'any'],
            ['1', 'error'],
          ]}
        />
        <Choice
          name="At least"
          param="minDuration"
          value={query.get('minDuration') ?? ''}
          options={[
            ['', 'any duration'],
            ['10', '10 ms'],
            ['100', '100 ms'],
            ['500', '500 ms'],
            ['1000', '1 s'],
            ['3000', '3 s'],
          ]}
        />
        <Choice
          name="Range"
          param="from"
          value={from}
          options={Object.keys(ranges).map((r) => [r, `last ${r}`] as const)}
        />
        <Choice
          name="At most"
          param="limit"
          value={limit}
          options={['20', '50', '100', '200'].map((n) => [n, `${n} traces`] as const)}
        />
        <button
          type="button"
          className="primary"
          onClick={() => setQuery({ again: String(Date.now()) }, { replace: true })}
        >
          Search
        </button>
      </div>
      <OpenById />
      {found.error && <Failed error={found.error} />}
      {!found.data && !found.error && <Loading what={`Searching ${store}`} />}
      {found.data && found.data.traces.length === 0 && !found.loading && (
        <Empty title="No such trace">
          Send a request from <Link to="/start">Start</Link>, choose a longer range, or remove conditions. New traces
          take a second or two.
        </Empty>
      )}
      {found.data && found.data.traces.length > 0 && (
        <>
          <Suspense fallback={<div className="chart" style={{ height: 200 }} />}>
            <Found traces={found.data.traces} range={found.data.range} />
          </Suspense>
          <TraceTable traces={found.data.traces} store={lab.stores.length > 1 ? store : ''} />
        </>
      )}
    </>
  );
}

function TraceTable({ traces, store }: { traces: readonly TraceSummary[]; store: string }) {
  const longest = Math.max(1, ...traces.map((t) => t.duration));
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label="Found traces">
      <table className="traces">
        <caption>{traces.length} traces, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Request</th>
            <th scope="col" className="number">
              Duration
            </th>
            <th scope="col">Trace</th>
          </tr>
        </thead>
        <tbody>
          {traces.map((trace) => (
            <tr key={trace.traceId} data-trace={trace.traceId}>
              <td>{clock(trace.start)}</td>
              <td>{nameOf(trace)}</td>
              <td className="number">
                {duration(trace.duration)}
                <span
                  className="cell-bar"
                  aria-hidden="true"
                  style={{ width: `${(trace.duration / longest) * 100}%` }}
                />
              </td>
              <td>
                <Link to={`/traces/${trace.traceId}${store ? `?store=${store}` : ''}`}>
                  <code>{trace.traceId.slice(0, 8)}…</code>
                  <span className="only-read"> trace of {nameOf(trace)}</span>
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Tempo does not know the root of a request whose sender exports no spans. */
function nameOf({ rootService, rootName }: TraceSummary): string {
  if (!rootName || rootService.startsWith('<')) return 'began outside the lab';
  return `${rootService}: ${rootName}`;
}

function OpenById() {
  return (
    <form
      className="by-id"
      onSubmit={(event) => {
        event.preventDefault();
        const id = String(new FormData(event.currentTarget).get('id')).trim().toLowerCase();
        if (/^[0-9a-f]{1,32}$/.test(id)) location.assign(`/traces/${id.padStart(32, '0')}`);
      }}
    >
      <label>
        Trace id{' '}
        <input
          name="id"
          pattern="\s*[0-9a-fA-F]{1,32}\s*"
          title="up to 32 hexadecimal digits"
          autoComplete="off"
          spellCheck={false}
          required
        />
      </label>
      <button type="submit">Open</button>
    </form>
  );
}
