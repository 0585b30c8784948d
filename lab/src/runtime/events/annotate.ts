import { faults } from '@span-metrics-lab/grafana';
import { sendJson } from '../../backends/http.ts';
import { grafanaAuthorization } from '../../parts/grafana-login.ts';
import { describeEvent, type LabEvent } from '../../parts/lab-event.ts';
import type { KeptEvent } from './event-log.ts';

/**
 * Writes an event to Grafana as an annotation: a line on every dashboard, or, for a part that is back, a region since
 * it `ended`. Returns the annotation's number. https://grafana.com/docs/grafana/latest/developers/http_api/annotations/
 */
export async function annotate(grafana: string, event: LabEvent, ended: KeptEvent | undefined): Promise<number> {
  const tags = [...faults.tags, event.part];
  if (!ended) return write(grafana, 'POST', '', { time: ms(event), tags, text: describeEvent(event) });
  const away = (event.at - ended.at).toFixed(1);
  const text = `${describeEvent(ended)}, ${event.what} after ${away} s`;
  const region = { time: ms(ended), timeEnd: ms(event), tags, text };
  return ended.annotation === undefined
    ? write(grafana, 'POST', '', region)
    : write(grafana, 'PATCH', `/${ended.annotation}`, region).then(() => ended.annotation!);
}

async function write(grafana: string, method: 'POST' | 'PATCH', path: string, body: object): Promise<number> {
  const url = `${grafana}/api/annotations${path}`;
  const { id } = await sendJson<{ id: number }>('Grafana', url, method, body, grafanaAuthorization());
  return id;
}

function ms({ at }: LabEvent): number {
  return Math.round(at * 1000);
}
