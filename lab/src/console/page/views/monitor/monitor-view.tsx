import { label, metric, panel, spanKinds, variables } from '@span-metrics-lab/grafana';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { labelValues } from '../../panels/panel-data.ts';
import { Choice, TimeControls, useRange } from '../../panels/time-controls.tsx';
import { usePlace } from '../../shell/router.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { JaegerTable } from './jaeger-table.tsx';

const kinds = variables.spanKind.options.map((o) => [o.value, o.text] as const);

/** The operations of a service by impact, as in Jaeger's Monitor tab: the one to look at first is on top. */
export default function MonitorView({ lab }: { lab: LabInfo }) {
  const { query } = usePlace();
  const { range } = useRange();
  const service = query.get('service') ?? 'gateway';
  const kind = query.get('kind') ?? spanKinds.server;
  const services = useAsked('services', (signal) => labelValues(metric.calls, label.service, signal));
  const chosen = { service, kind, interval: variables.interval.options[0]!.value };
  const names = [...new Set([service, ...(services.data ?? [])])];
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
        {lab.stores.includes('Jaeger') && kind === spanKinds.server && (
          <div className="wide">
            <JaegerTable service={service} at={range.end} />
          </div>
        )}
        <div className="wide">
          <PanelBox
            panel={panel('spm-operations')}
            stack={lab.stack}
            variables={chosen}
            range={range}
            linkOf={(labels) =>
              `/service?${new URLSearchParams({ service, route: labels[label.route] ?? '', from: query.get('from') ?? '15m' })}`
            }
          />
        </div>
        <div className="thirds">
          {['spm-latency', 'spm-error-rate', 'spm-request-rate'].map((id) => (
            <PanelBox key={id} panel={panel(id)} stack={lab.stack} variables={chosen} range={range} />
          ))}
        </div>
      </div>
    </>
  );
}
