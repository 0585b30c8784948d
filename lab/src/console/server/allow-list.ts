/** Calls that the page may make to an engine: a method, a path and, for POST, a form. Everything else is refused. */
export type AllowedCall = { methods: readonly ('GET' | 'POST')[]; path: RegExp };

const read = ['GET'] as const;
const query = ['GET', 'POST'] as const;
const traceId = '[0-9a-f]{1,32}';

/** Read-only calls per engine. */
export const allowedCalls: Record<'prometheus' | 'tempo' | 'jaeger', readonly AllowedCall[]> = {
  prometheus: [
    { methods: query, path: /^\/api\/v1\/(query|query_range|query_exemplars|series|labels)$/ },
    { methods: read, path: /^\/api\/v1\/label\/[a-zA-Z_][a-zA-Z0-9_]*\/values$/ },
    { methods: read, path: /^\/api\/v1\/metadata$/ },
  ],
  tempo: [
    { methods: read, path: new RegExp(`^/api/(v2/)?traces/${traceId}$`) },
    { methods: read, path: /^\/api\/search$/ },
    { methods: read, path: /^\/api\/v2\/search\/tag\/[a-zA-Z.]+\/values$/ },
  ],
  jaeger: [
    { methods: read, path: new RegExp(`^/api/(v3/)?traces/${traceId}$`) },
    { methods: read, path: /^\/api\/v3\/(traces|services|operations)$/ },
    { methods: read, path: /^\/api\/metrics\/(latencies|calls|errors|minstep)$/ },
  ],
};

/** Whether a call is on the list. `path` is the raw path: one with encoded or relative parts never is. */
export function isAllowed(calls: readonly AllowedCall[], method: string, path: string): 'yes' | 'path' | 'method' {
  const known = calls.filter((call) => call.path.test(path));
  if (known.length === 0) return 'path';
  return known.some((call) => (call.methods as readonly string[]).includes(method)) ? 'yes' : 'method';
}
