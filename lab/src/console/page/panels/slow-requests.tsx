import { label } from '@span-metrics-lab/grafana';
import { colourOf } from '../charts/colour-of.ts';
import { Dots } from '../charts/dots.tsx';
import { clock, duration } from '../shell/format.ts';
import { Link } from '../shell/router.tsx';
import type { PanelData } from './panel-data.ts';

/** The exemplars of a latency panel: dots that lead to a trace, and the slowest of them as links. */
export function SlowRequests({ data }: { data: PanelData }) {
  if (data.exemplars.length === 0) return null;
  const dots = data.exemplars.map((exemplar) => {
    const name = exemplar.labels[label.route] ?? '';
    return {
      at: exemplar.at,
      ms: exemplar.value,
      traceId: exemplar.traceId,
      name,
      colour: colourOf({ name, labels: exemplar.labels }, 0).colour,
    };
  });
  const slowest = [...dots].sort((a, b) => b.ms - a.ms).slice(0, 5);
  return (
    <>
      <h3>Single requests: a dot is a trace</h3>
      <Dots dots={dots} range={data.range} label={`${dots.length} requests as dots; the slowest are listed below`} />
      <ul className="slowest" aria-label="Slowest requests">
        {slowest.map((dot) => (
          <li key={`${dot.traceId} ${dot.at}`}>
            <Link to={`/traces/${dot.traceId}`}>
              {duration(dot.ms)} {dot.name}
            </Link>{' '}
            <span className="muted">{clock(dot.at)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
