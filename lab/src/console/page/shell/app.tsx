import { Component, lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import type { Capability } from '../../../parts/capabilities.ts';
import type { LabInfo } from '../../flow.ts';
import { StartView } from '../views/start/start-view.tsx';
import { ask } from './ask.ts';
import { Link, usePlace } from './router.tsx';
import { Failed, Loading } from './states.tsx';
import { useMode } from './theme.ts';
import { useAsked } from './use-asked.ts';
import { WithEvents } from './use-events.tsx';

// every view but the first is loaded when it is opened: charts are the largest part of the script
const ServiceView = lazy(() => import('../views/service/service-view.tsx'));
const TracesView = lazy(() => import('../views/traces/traces-view.tsx'));
const TraceView = lazy(() => import('../views/trace/trace-view.tsx'));
const LogsView = lazy(() => import('../views/logs/logs-view.tsx'));
const MonitorView = lazy(() => import('../views/monitor/monitor-view.tsx'));
const ShopView = lazy(() => import('../views/shop/shop-view.tsx'));
const AlertsView = lazy(() => import('../views/alerts/alerts-view.tsx'));
const ObjectivesView = lazy(() => import('../views/objectives/objectives-view.tsx'));
const CapabilityView = lazy(() => import('../views/panels/capability-view.tsx'));
const FaultsView = lazy(() => import('../views/faults/faults-view.tsx'));
const YourServiceView = lazy(() => import('../views/your-service/your-service-view.tsx'));
const LearnView = lazy(() => import('../views/learn/learn-view.tsx'));

const views: readonly { path: string; title: string; needs?: Capability }[] = [
  { path: '/start', title: 'Start' },
  { path: '/service', title: 'Service' },
  { path: '/traces', title: 'Traces' },
  { path: '/logs', title: 'Logs', needs: 'logs' },
  { path: '/monitor', title: 'Monitor' },
  { path: '/shop', title: 'Shop', needs: 'shop' },
  { path: '/alerts', title: 'Alerts', needs: 'alerts' },
  { path: '/objectives', title: 'Objectives', needs: 'alerts' },
  { path: '/machine', title: 'Machine', needs: 'machine' },
  { path: '/faults', title: 'Faults' },
  { path: '/your-service', title: 'Your service' },
  { path: '/learn', title: 'Learn' },
];

/** The page: header, navigation and one view. */
export function App() {
  const { path } = usePlace();
  const [mode, setMode] = useMode();
  const lab = useAsked('lab', () => ask<LabInfo>('/api/lab'));
  const here = views.find((view) => path === view.path || path.startsWith(`${view.path}/`));
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);

  useEffect(() => {
    document.title = `${here?.title ?? 'Not found'} · Span Metrics Lab`;
    if (!first.current) main.current?.focus(); // a screen reader starts at the new view
    first.current = false;
  }, [here?.title]);

  return (
    <>
      <a className="skip" href="#main">
        Skip to the view
      </a>
      <header className="top">
        <Link to="/start" className="brand">
          Span Metrics Lab
        </Link>
        <nav aria-label="Views">
          {views
            .filter(({ needs }) => !needs || lab.data?.capabilities.includes(needs))
            .map((view) => (
              <Link key={view.path} to={view.path} aria-current={view === here ? 'page' : undefined}>
                {view.title}
              </Link>
            ))}
        </nav>
        {lab.data && (
          <span className="runtime">
            {lab.data.stack === 'both' ? 'Tempo and Jaeger' : lab.data.stores.join(', ')} · {lab.data.runtime} runtime
          </span>
        )}
        <button type="button" className="quiet" onClick={() => setMode(mode === 'dark' ? 'light' : 'dark')}>
          {mode === 'dark' ? 'Light' : 'Dark'}
        </button>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {lab.error && <Failed error={lab.error} />}
        {!lab.data && !lab.error && <Loading what="Loading the lab" />}
        {lab.data && (
          <Boundary key={path}>
            <WithEvents>
              <Suspense fallback={<Loading what="Opening the view" />}>
                <View path={path} lab={lab.data} />
              </Suspense>
            </WithEvents>
          </Boundary>
        )}
      </main>
    </>
  );
}

function View({ path, lab }: { path: string; lab: LabInfo }) {
  const traceId = /^\/traces\/([0-9a-f]+)$/.exec(path)?.[1];
  if (traceId) return <TraceView lab={lab} traceId={traceId} />;
  if (path === '/service') return <ServiceView lab={lab} />;
  if (path === '/traces') return <TracesView lab={lab} />;
  if (path === '/logs') return <LogsView lab={lab} />;
  if (path === '/monitor') return <MonitorView lab={lab} />;
  if (path.startsWith('/shop')) return <ShopView lab={lab} dashboard={path.split('/')[2]} />;
  if (path.startsWith('/alerts')) return <AlertsView lab={lab} name={path.split('/')[2]} />;
  if (path === '/objectives') return <ObjectivesView lab={lab} />;
  if (path === '/machine') return <CapabilityView lab={lab} capability="machine" dashboard={undefined} />;
  if (path.startsWith('/faults')) return <FaultsView lab={lab} name={path.split('/')[2]} />;
  if (path === '/your-service') return <YourServiceView lab={lab} />;
  if (path.startsWith('/learn')) return <LearnView lab={lab} exercise={path.split('/')[2]} />;
  return <StartView lab={lab} />;
}

/** Shows the error of a view that fails; the other views stay usable. */
class Boundary extends Component<{ children: ReactNode }, { error?: Error }> {
  override state: { error?: Error } = {};
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  override render() {
    return this.state.error ? <Failed error={this.state.error} /> : this.props.children;
  }
}
