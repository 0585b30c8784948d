import { all, label, metric, panel, seriesOf, serverSpans, variables } from '@span-metrics-lab/grafana';
import type { LabInfo } from '../../../flow.ts';
import { PanelBox } from '../../panels/panel-box.tsx';
import { labelValues } from '../../panels/panel-data.ts';
import { SlowRequests } from '../../panels/slow-requests.tsx';
import { Choice, TimeControls, useRange } from '../../panels/time-controls.tsx';
import { usePlace, withQuery } from '../../shell/router.tsx';
import { useAsked } from '../../shell/use-asked.ts';

const top = ['apm-total-requests', 'apm-request-rate', 'apm-error-rate'];
const charts = ['apm-rate-by-route', 'apm-error-share-by-route'];
const latency = 'apm-p95-by-route';
const shares = ['apm-requests-by-status', 'apm-errors-by-route'];
const statuses = variables.status.options.map((o) => [o.value, o.text] as const);

/** Rate, errors and duration of one service, by route: panels of the OpenTelemetry APM dashboard. */
export default function ServiceView({ lab }: { lab: LabInfo }) {
  const place = usePlace();
  const { range } = useRange();
  const service = place.query.get('service') ?? 'gateway';
  const route = place.query.get('route') ?? '';
  const status = place.query.get('status') ?? '.*';
  const services = useAsked('services', (signal) =>
    labelValues(seriesOf(metric.calls, serverSpans), label.service, signal),
  );
  const routes = useAsked(`routes ${service} ${Math.floor(range.end / 30)}`, (signal) =>
    labelValues(seriesOf(metric.calls, { ...serverSpans, [label.service]: service }), label.route, signal),
  );
  const chosen = { service, route: route ? [route] : [all], status, interval: variables.interval.options[0]!.value };
  const shared = {
    stack: lab.stack,
    variables: chosen,
    range,
    linkOf: (labels: Record<string, string>) => withQuery(place, { route: labels[label.route] }),
  };
  const choices = (values: readonly string[] | undefined, chosen: string) =>
    [...new Set([...(chosen ? [chosen] : []), ...(values ?? [])])].map((v) => [v, v] as const);
  return (
    <>
      <h1>{service}</h1>
      <div className="controls">
        <Choice
          name="Service"
          param="service"
          value={service}
          options={choices(services.data, service)}
          clears={['route']}
        />
        <Choice name="Route" param="route" value={route} options={[['', 'all'], ...choices(routes.data, route)]} />
        <Choice name="Status" param="status" value={status} options={statuses} />
        <TimeControls />
      </div>
      <div className="grid">
        <div className="tiles">
          {top.map((id) => (
            <PanelBox key={id} panel={panel(id)} {...shared} />
          ))}
        </div>
        {charts.map((id) => (
          <PanelBox key={id} panel={panel(id)} {...shared} />
        ))}
        <div className="wide">
          <PanelBox panel={panel(latency)} {...shared}>
            {(data) => <SlowRequests data={data} />}
          </PanelBox>
        </div>
        {shares.map((id) => (
          <PanelBox key={id} panel={panel(id)} {...shared} />
        ))}
        <div className="wide">
          <PanelBox panel={panel('apm-details')} {...shared} />
        </div>
      </div>
    </>
  );
}
