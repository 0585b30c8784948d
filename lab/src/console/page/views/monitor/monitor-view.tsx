import { panel } from '@span-metrics-lab/grafana';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { labelValues } from '../../panels/panel-data.ts';
import { Choice, TimeControls, useRange } from '../../panels/time-controls.tsx';
import { usePlace } from '../../shell/router.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { JaegerTable } from './jaeger-table.tsx';

const kinds = [
  ['SPAN_KIND_SERVER', 'server'],
  ['SPAN_KIND_CLIENT', 'client'],
] as const;

/** The operations of a service by impact, as Jaeger's Monitor tab has them: the one to look at first is on top. */
export default function MonitorView({ lab }: { lab: LabInfo }) {
  const { query } = usePlace();
  const { range } = useRange();
  const service = query.get('service') ?? 'gateway';
  const kind = query.get('kind') ?? 'SPAN_KIND_SERVER';
  const services = useAsked('services', (signal) =>
    labelValues('traces_span_metrics_calls_total', 'service_name', signal),
  );
  const variables = { service, kind, interval: '$__rate_interval' };
  const names = [...new Set([service, ...(services.data ?? ['gateway', 'orders', 'stock'])])];
  return (
    <>
      <h1>Operations of {service} by impact</h1>
      <p className="lead">
        Impact is an operation’s share of the time that the service spent: how often times how long. A second saved on
        the first line is saved most often.
      </p>
      <div className="controls">
        <Choice name="Service" param="service" value={service} options={names.map((n) => [n, n] as const)} />
        <Choice name="Spans" param="kind" value={kind} options={kinds} />
        <TimeControls />
      </div>
      <div className="grid">
        {lab.stores.includes('Jaeger') && kind === 'SPAN_KIND_SERVER' && (
          <div className="wide">
            <JaegerTable service={service} at={range.end} />
          </div>
        )}
        <div className="wide">
          <PanelBox
            panel={panel('spm-operations')}
            stack={lab.stack}
            variables={variables}
            range={range}
            linkOf={(labels) =>
              `/service?${new URLSearchParams({ service, route: labels['span_name'] ?? '', from: query.get('from') ?? '15m' })}`
            }
          />
        </div>
        <div className="thirds">
          {['spm-latency', 'spm-error-rate', 'spm-request-rate'].map((id) => (
            <PanelBox key={id} panel={panel(id)} stack={lab.stack} variables={variables} range={range} />
          ))}
        </div>
      </div>
    </>
  );
}
