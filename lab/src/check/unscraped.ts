import type { Prometheus } from '../backends/prometheus.ts';
import { readExposition } from '../backends/exposition.ts';
import { describeError } from '../base/poll.ts';
import { endpointNamed } from '../parts/endpoints.ts';
import { jobsOfOthers } from '../parts/scrape.ts';
import { type Endpoints, partNamed } from '../parts/parts.ts';

/** For how long a count is told again, ms: it costs the collector as much as a scrape, and the console asks each second. */
const FRESH = 15_000;

const told = new Map<string, { at: number; most: Promise<string> }>();

/** Metrics of other services that Prometheus does not take, a sentence for each endpoint, with the service that sends most. */
export async function unscrapedOthers(prometheus: Prometheus, endpoints: Endpoints): Promise<string[]> {
  const targets = await prometheus.targets();
  const unscraped = targets.filter(({ job, scraped, up }) => jobsOfOthers.includes(job) && scraped && !up);
  const sentences = unscraped.map(async ({ url, lastError }) => {
    const most = await mostOf(seenFromHere(url, endpoints));
    return `metrics of other services are not scraped: ${lastError} (${most}; leave attributes with ids out (a view in the SDK), and wait 70 s)`;
  });
  return Promise.all(sentences);
}

/** Prometheus in a container names the collector by its service; here its gauges and its other metrics have ports of their own. */
function seenFromHere(url: string, endpoints: Endpoints): string {
  const port = (address: string) => new URL(address).port;
  const ofOthers = partNamed('collector').ports.filter(({ scrape }) => scrape && jobsOfOthers.includes(scrape.job));
  const inside = partNamed('collector').ports.find((one) => String(one.inside) === port(url))?.endpoint;
  return (
    ofOthers.map((one) => endpointNamed(endpoints, one.endpoint!)!).find((one) => port(one) === port(url)) ??
    (inside && endpointNamed(endpoints, inside)) ??
    url
  );
}

function mostOf(url: string): Promise<string> {
  const last = told.get(url);
  if (last && Date.now() - last.at < FRESH) return last.most;
  const most = readExposition(url).then(biggestSender, (error) => `not known who sends them: ${describeError(error)}`);
  told.set(url, { at: Date.now(), most });
  return most;
}

/** Which service has the most lines of an exposition, and in which metric, as a sentence. */
export function biggestSender(text: string): string {
  const lines = new Map<string, Map<string, number>>();
  let all = 0;
  for (const [, name, labels] of text.matchAll(/^([a-zA-Z_:][\w:]*)\{(.*)\} /gm)) {
    const service = /(?:^|,)service_name="((?:[^"\\]|\\.)*)"/.exec(labels!)?.[1] ?? '';
    const metrics = lines.get(service) ?? new Map<string, number>();
    lines.set(service, metrics.set(name!, (metrics.get(name!) ?? 0) + 1));
    all += 1;
  }
  const total = (metrics: Map<string, number>) => [...metrics.values()].reduce((sum, count) => sum + count, 0);
  const [service, metrics] = [...lines].reduce((a, b) => (total(b[1]) > total(a[1]) ? b : a), ['', new Map()]);
  const [metric] = [...metrics].reduce((a, b) => (b[1] > a[1] ? b : a), ['', 0]);
  return `service "${service}" has ${total(metrics).toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')} lines, most in ${metric}`;
}
