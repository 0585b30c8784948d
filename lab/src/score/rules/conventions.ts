import type { StoredSpan } from '../../backends/trace-store.ts';
import { isHttp } from '../http-span.ts';
import { each, type Fix, nameOf, type Rule, type Verdict } from '../rule.ts';
import type { Sample } from '../sample.ts';

/** https://opentelemetry.io/docs/specs/semconv/non-normative/http-migration/ */
const http: Record<string, string> = {
  'http.method': 'http.request.method',
  'http.status_code': 'http.response.status_code',
  'http.url': 'url.full',
  'http.target': 'url.path and url.query',
  'http.scheme': 'url.scheme',
  'http.host': 'server.address',
  'http.server_name': 'server.address',
  'http.client_ip': 'client.address',
  'http.user_agent': 'user_agent.original',
  'http.flavor': 'network.protocol.version',
  'http.request_content_length': 'http.request.body.size',
  'http.response_content_length': 'http.response.body.size',
  'net.peer.name': 'server.address',
  'net.peer.port': 'server.port',
  'net.peer.ip': 'network.peer.address',
  'net.host.name': 'server.address',
  'net.host.port': 'server.port',
  'net.sock.peer.addr': 'network.peer.address',
  'net.transport': 'network.transport',
};

/** https://opentelemetry.io/docs/specs/semconv/non-normative/db-migration/ */
const database: Record<string, string> = {
  'db.system': 'db.system.name',
  'db.statement': 'db.query.text',
  'db.name': 'db.namespace',
  'db.operation': 'db.operation.name',
  'db.sql.table': 'db.collection.name',
  'db.cassandra.table': 'db.collection.name',
  'db.mongodb.collection': 'db.collection.name',
  'db.redis.database_index': 'db.namespace',
};

const isDatabase = ({ attributes: a }: StoredSpan) => 'db.system' in a || 'db.system.name' in a;

const why =
  'Dashboards, and the lab’s counters, read the current names: under the old ones method and answer are missing. Instrumentations keep the old names until they are told.';

/** LAB-003 */
export const httpNames: Rule = {
  id: 'LAB-003',
  title: 'Spans of HTTP have the current names of attributes',
  impact: 'important',
  why,
  fix: optIn('http', {
    java: 'Use version 2 of the agent, which has the current names only.',
    go: 'Use otelhttp 0.61 or newer.',
  }),
  judge: (sample) => current(sample, 'HTTP', isHttp, http, 'http.request.method'),
};

/** LAB-004 */
export const databaseNames: Rule = {
  id: 'LAB-004',
  title: 'Spans of databases have the current names of attributes',
  impact: 'normal',
  why,
  fix: optIn('database'),
  judge: (sample) => current(sample, 'databases', isDatabase, database, 'db.system.name'),
};

function optIn(area: 'http' | 'database', more: Partial<Fix> = {}): Fix {
  return {
    ...more,
    other: `OTEL_SEMCONV_STABILITY_OPT_IN=${area} (both: http,database) in the environment of the process, and a newer version of the instrumentation if it does not know the variable.`,
  };
}

/** A span that has both names, as with `http/dup`, is found under the current one. */
function current(
  { spans }: Sample,
  of: string,
  is: (span: StoredSpan) => boolean,
  names: Record<string, string>,
  known: string,
): Verdict {
  return each(spans.filter(is), { of: `spans of ${of}`, wrong: 'with old names', none: `no span of ${of}` }, (span) => {
    if (known in span.attributes) return undefined;
    const old = Object.keys(names).filter((name) => name in span.attributes);
    const told = old.slice(0, 3).map((name) => `\`${name}\` (now \`${names[name]}\`)`);
    return old.length > 0 ? { text: `${nameOf(span)} has ${told.join(', ')}`, span } : undefined;
  });
}
