import type { LabInfo } from '../../../flow.ts';
import { Link } from '../../shell/router.tsx';

/** Where to go from here: the other views, and the engines' own pages. */
export function Onward({ lab }: { lab: LabInfo }) {
  return (
    <section aria-labelledby="onward">
      <h2 id="onward">Look further</h2>
      <ul className="onward">
        <li>
          <Link to="/service">Service</Link>: rate, errors and duration by route
        </li>
        <li>
          <Link to="/traces">Traces</Link>: search, and a request as a waterfall
        </li>
        {lab.logs && (
          <li>
            <Link to="/logs">Logs</Link>: log lines by text, severity and service
          </li>
        )}
        <li>
          <Link to="/monitor">Monitor</Link>: the operation to look at first
        </li>
        {lab.capabilities.includes('shop') && (
          <li>
            <Link to="/shop">Shop</Link>: the way of a purchase, and its engines
          </li>
        )}
        {lab.capabilities.includes('alerts') && (
          <li>
            <Link to="/alerts">Alerts</Link>: what fires, what was sent, whether anybody would be told
          </li>
        )}
        {lab.capabilities.includes('alerts') && (
          <li>
            <Link to="/objectives">Objectives</Link>: what is left of each budget, and how fast it burns
          </li>
        )}
        {lab.capabilities.includes('machine') && (
          <li>
            <Link to="/machine">Machine</Link>: what it and each part use
          </li>
        )}
        <li>
          <Link to="/learn">Learn</Link>: questions that this lab can check
        </li>
        {lab.links.grafana && <Engine url={lab.links.grafana} title="Grafana" about="the dashboards" />}
        {lab.links.prometheus && (
          <Engine url={`${lab.links.prometheus}/query`} title="Prometheus" about="query with PromQL" />
        )}
        {lab.links.jaeger && (
          <Engine url={`${lab.links.jaeger}/search`} title="Jaeger" about="its own search and Monitor" />
        )}
      </ul>
    </section>
  );
}

function Engine({ url, title, about }: { url: string; title: string; about: string }) {
  return (
    <li>
      <a href={url} target="_blank" rel="noreferrer">
        {title}
      </a>
      : {about}
    </li>
  );
}
