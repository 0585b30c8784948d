import { dashboardsFor, datasourcesOf } from '@span-metrics-lab/grafana';
import { EngineError, get, getJson } from '../../backends/http.ts';
import { grafanaAuthorization } from '../../parts/grafana-login.ts';
import { describeError } from '../../base/poll.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Hop } from '../hop.ts';

/** Grafana runs, its data sources answer through it, and every dashboard of the stack is provisioned. */
export const grafanaHop: Hop = {
  name: 'grafana',
  title: 'Grafana shows it',
  expected: "Grafana is healthy, each data source answers it, each of the stack's dashboards is provisioned",
  needs: [],
  skipReason: ({ endpoints, parts }) =>
    parts.includes('grafana') && endpoints.grafana ? undefined : 'no Grafana in this lab',
  walk: async ({ endpoints, stack, capabilities }) => {
    const url = endpoints.grafana!;
    await refuseUnhealthy(url);
    const sources = datasourcesOf(stack);
    const dashboards = dashboardsFor(stack, capabilities);
    const wrong = await Promise.all([
      ...sources.map((uid) => askSource(url, uid)),
      ...dashboards.map((d) => askDashboard(url, d.uid, d.file)),
    ]);
    const failure = wrong.find((f) => f !== undefined);
    if (failure) throw failure;
    return `${sources.length} data sources answer, ${dashboards.length} dashboards are provisioned`;
  },
};

async function refuseUnhealthy(url: string): Promise<void> {
  try {
    const { database } = await getJson<{ database?: string }>('Grafana', `${url}/api/health`);
    if (database === 'ok') return;
    throw new LabError({
      what: `Grafana's database is ${database ?? 'unknown'}`,
      cause: 'its volume cannot be read or written',
      next: 'npm run lab -- logs grafana',
    });
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError({
      what: describeError(error),
      cause: 'Grafana is not running or not ready',
      next: 'npm run lab -- start grafana',
    });
  }
}

/** A query that each engine answers even without data, sent through Grafana's proxy. */
const cheapQuestion: Record<string, string> = {
  prometheus: 'api/v1/query?query=1',
  tempo: 'api/echo',
  jaeger: 'api/services',
};

/** Grafana queries the engine itself: this tests Grafana's connection, not ours. */
async function askSource(url: string, uid: string): Promise<LabError | undefined> {
  try {
    return await askHealth(url, uid);
  } catch (error) {
    const noHealth = error instanceof EngineError && error.status === 404; // no such source, or its plugin has no health check
    const answers = noHealth && (await throughProxy(`${url}/api/datasources/proxy/uid/${uid}/${cheapQuestion[uid]}`));
    return answers
      ? undefined
      : explain(error, `data source ${uid}`, `grafana/provisioning/datasources/${uid}.yaml`, 'npm run lab -- status');
  }
}

async function throughProxy(url: string): Promise<boolean> {
  return get(url, { headers: grafanaAuthorization() }).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function askHealth(url: string, uid: string): Promise<LabError | undefined> {
  const { status, message } = await ask<{ status?: string; message?: string }>(
    `${url}/api/datasources/uid/${uid}/health`,
  );
  if (status === 'OK') return undefined;
  const next = `npm run lab -- status; then see grafana/provisioning/datasources/${uid}.yaml`;
  return new LabError({
    what: `data source ${uid}: ${message ?? status ?? 'no status'}`,
    cause: `Grafana does not reach ${uid}`,
    next,
  });
}

async function askDashboard(url: string, uid: string, file: string): Promise<LabError | undefined> {
  try {
    const { meta } = await ask<{ meta?: { provisioned?: boolean } }>(`${url}/api/dashboards/uid/${uid}`);
    if (meta?.provisioned) return undefined;
    return new LabError({
      what: `dashboard ${uid} exists, but not from grafana/dashboards/${file}`,
      cause: 'somebody saved another dashboard under this uid',
      next: 'delete it in Grafana, then: npm run lab -- restart grafana',
    });
  } catch (error) {
    return explain(error, `dashboard ${uid}`, `grafana/dashboards/${file}`, 'npm run lab -- logs grafana');
  }
}

function explain(error: unknown, what: string, file: string, next: string): LabError {
  const status = error instanceof EngineError ? error.status : undefined;
  if (status === 401 || status === 403) {
    return new LabError({
      what: `Grafana refuses admin (status ${status})`,
      cause: 'its password differs: it keeps the one from its first start',
      next: 'GRAFANA_ADMIN_PASSWORD=... npm run check',
    });
  }
  if (status === 404)
    return new LabError({
      what: `${what} is missing`,
      cause: `${file} was not provisioned: not mounted, or Grafana could not read it`,
      next: 'npm run lab -- logs grafana',
    });
  return new LabError({
    what: `${what}: ${describeError(error)}`,
    cause: `Grafana cannot use the settings in ${file}, or the engine behind it is down`,
    next,
  });
}

function ask<T>(url: string): Promise<T> {
  return getJson<T>('Grafana', url, { headers: grafanaAuthorization() });
}
