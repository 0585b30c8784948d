import { expect } from 'vitest';
import { byConnector, label, metric } from '@span-metrics-lab/grafana';
import { until } from '../../lab/src/base/poll.ts';
import { isPublished } from '../../lab/src/parts/endpoints.ts';
import { partNamed, type PortName, portsOf } from '../../lab/src/parts/parts.ts';
import { forged, tryFromForeignPage, tryRebound } from './foreign-page.ts';
import { sendSpan } from './send-span.ts';
import type { TestLab } from './test-lab.ts';

/** Every port that a lab has open on this machine, by its variable. */
function openPorts({ lab, env, parts, stack }: TestLab): { variable: PortName; port: number }[] {
  return parts
    .flatMap((part) => (lab.runtime === 'native' ? portsOf(part, stack) : partNamed(part).ports.filter(isPublished)))
    .map(({ variable }) => ({ variable, port: env[variable] }));
}

/** Ports on which OTLP/HTTP takes JSON from anybody, as SECURITY.md says. */
const takesSpans: readonly PortName[] = ['OTLP_HTTP_PORT', 'TEMPO_OTLP_PORT', 'JAEGER_OTLP_PORT'];

/** Fails unless a lab is the same after a page of another site has sent everything it can to every port. */
export async function expectUnharmedByPage(lab: TestLab): Promise<void> {
  const before = await stateOf(lab);
  await tryFromForeignPage(openPorts(lab).map(({ port }) => port));
  expect(await stateOf(lab)).toEqual(before);
}

/** The same for a page whose name was made to resolve to this machine. */
export async function expectUnharmedByRebound(lab: TestLab): Promise<void> {
  const before = await stateOf(lab);
  const ports = openPorts(lab).filter(({ variable }) => !takesSpans.includes(variable));
  await tryRebound(ports.map(({ port }) => port));
  expect(await stateOf(lab)).toEqual(before);
}

/**
 * What a web page could change: whether parts run, as which process and since when; spans, series and purchases of its own.
 * Waits first until a span that is sent now is stored and counted, so that whatever was sent earlier would be there too.
 */
async function stateOf(lab: TestLab): Promise<object> {
  await followSpan(lab);
  const { lab: running, prometheus, stores } = lab;
  const values = async (query: string) =>
    (await prometheus.query(query)).map(({ labels, value }) => `${JSON.stringify(labels)} ${value}`).sort();
  return {
    parts: (await running.status()).map(({ part, state, pid }) => ({ part, state, pid })),
    since: await values('process_start_time_seconds'),
    forged: await values(`{__name__="${forged.series}"} or {${label.service}="${forged.service}"}`),
    made: await values(
      // without the marks of earlier tests: their series end after 15 s, and the sum would fall
      `sum by (${label.service}) (${metric.calls}{${label.route}=~"POST .*", ${label.httpStatus}="201", ${label.run}="", ${byConnector}})`,
    ),
    services: await Promise.all(stores.map(async (store) => (await store.services()).includes(forged.service))),
  };
}

/** Fails unless a span reaches each store and Prometheus. */
async function followSpan(lab: TestLab): Promise<void> {
  const service = 'after-the-page';
  const name = `GET /${crypto.randomUUID()}`;
  const trace = await sendSpan(lab, service, name);
  for (const store of lab.stores)
    await until(`${store.name} has a new span`, async () => (await store.trace(trace)).length || undefined);
  const counted = `${metric.calls}{${label.service}="${service}", ${label.route}="${name}"}`;
  await until('Prometheus counts it', async () => (await lab.prometheus.query(counted)).length || undefined);
}
