import { useEffect, useState } from 'react';
import type { LabInfo } from '../../../flow.ts';
import { Link, usePlace } from '../../shell/router.tsx';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { TraceLogs } from '../logs/trace-logs.tsx';
import { loadTrace } from './load-trace.ts';
import { Waterfall } from './waterfall.tsx';
import './trace.css';

/** How often and how long a trace is requested that is not stored yet. */
const TRIES = 12;
const EVERY = 1_000;

/** One trace as a waterfall. Once loaded it never refreshes by itself, so open spans stay open. */
export default function TraceView({ lab, traceId }: { lab: LabInfo; traceId: string }) {
  const { query } = usePlace();
  const wanted = lab.stores.find((s) => s === query.get('store')) ?? lab.stores[0];
  const [tries, setTries] = useState(0);
  const asked = useAsked(
    `${wanted} ${traceId} ${tries}`,
    (signal) => loadTrace(wanted ?? 'Tempo', traceId, signal),
    `${wanted} ${traceId}`,
  );
  const missing = !asked.loading && !asked.error && !asked.data;
  useEffect(() => {
    if (!missing || tries >= TRIES) return;
    const timer = setTimeout(() => setTries(tries + 1), EVERY);
    return () => clearTimeout(timer);
  }, [missing, tries]);
  return (
    <>
      <p className="crumbs">
        <Link to="/traces">Traces</Link> / <code>{traceId}</code>
      </p>
      <div className="row wrap">
        {lab.stores.map((store) => (
          <Link
            key={store}
            className="chip"
            to={`/traces/${traceId}?store=${store}`}
            aria-current={store === wanted || undefined}
          >
            from {store}
          </Link>
        ))}
        {lab.links.jaeger && (
          <a className="chip" href={`${lab.links.jaeger}/trace/${traceId}`} target="_blank" rel="noreferrer">
            in Jaeger
          </a>
        )}
        {lab.links.grafana && wanted && (
          <a
            className="chip"
            href={grafanaLink(lab.links.grafana, wanted.toLowerCase(), traceId)}
            target="_blank"
            rel="noreferrer"
          >
            in Grafana
          </a>
        )}
      </div>
      {asked.error && <Failed error={asked.error} />}
      {!asked.data && !asked.error && tries < TRIES && (
        <Loading what={tries > 1 ? `${wanted} does not have it yet` : `Loading from ${wanted}`} />
      )}
      {!asked.data && !asked.error && tries >= TRIES && (
        <Empty title={`${wanted} has no such trace`}>It may be older than the retention, or the id may be wrong.</Empty>
      )}
      {asked.data && <Waterfall key={`${traceId} ${wanted}`} lab={lab} spans={asked.data} />}
      <TraceLogs lab={lab} traceId={traceId} />
    </>
  );
}

function grafanaLink(base: string, datasource: string, traceId: string): string {
  const query = {
    refId: 'A',
    datasource: { type: datasource, uid: datasource },
    queryType: datasource === 'tempo' ? 'traceql' : undefined,
    query: traceId,
  };
  const panes = { t: { datasource, queries: [query], range: { from: 'now-1h', to: 'now' } } };
  return `${base}/explore?schemaVersion=1&orgId=1&panes=${encodeURIComponent(JSON.stringify(panes))}`;
}
