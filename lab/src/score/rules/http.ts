import { isHttp, isUnserved, statusOf } from '../http-span.ts';
import { each, nameOf, type Rule } from '../rule.ts';

/** LAB-001 */
export const routes: Rule = {
  id: 'LAB-001',
  title: 'SERVER spans of HTTP have `http.route`',
  impact: 'important',
  why: 'By the route requests are counted together. Without it a dashboard has the method alone, or a path for each id.',
  fix: {
    nodejs:
      'Load the instrumentation of the framework (express, fastify, koa …) besides that of http; as ES modules by --import, before the framework is imported.',
    python:
      'Use the instrumentation of the framework (fastapi, flask, django); that of ASGI or WSGI alone knows no routes.',
    go: "otelhttp knows no routes before Go 1.22's mux: in each handler `trace.SpanFromContext(ctx).SetAttributes(semconv.HTTPRoute(r.Pattern))`, or in the collector from the span's name.",
    java: 'The agent sets it for Spring MVC and WebFlux; in a handler of your own: HttpServerRoute.update(ctx, …).',
    other:
      'Set `http.route` to the pattern by which the server chose its handler. An answer 404 or 405 has no route and needs none.',
  },
  judge: ({ spans }) =>
    each(
      spans.filter(
        (span) => span.kind === 'server' && isHttp(span) && (!isUnserved(span) || span.attributes['http.route']),
      ),
      { of: 'SERVER spans', wrong: 'without http.route', none: 'no SERVER span of HTTP that was served' },
      (span) => (span.attributes['http.route'] ? undefined : { text: `${nameOf(span)} has no http.route`, span }),
    ),
};

/** LAB-005. https://opentelemetry.io/docs/specs/semconv/http/http-spans/#status */
export const statuses: Rule = {
  id: 'LAB-005',
  title: 'The status of spans fits the answer',
  impact: 'important',
  why: 'Error rates are counted from the status. ERROR for a 404 makes a visitor’s typing error your outage; none for a 500 hides one.',
  fix: {
    other:
      'On SERVER spans set ERROR for 5xx alone, on CLIENT spans for 4xx and 5xx. Instrumentations do so; where code sets the status (`record_exception`, `setStatus`), leave out what the client caused.',
  },
  judge: ({ spans }) =>
    each(
      spans.filter((span) => (span.kind === 'server' || span.kind === 'client') && isHttp(span) && statusOf(span) > 0),
      { of: 'spans of HTTP', wrong: 'with a status that does not fit', none: 'no span with a status code of HTTP' },
      (span) => {
        const code = statusOf(span);
        const isError = span.status === 'error';
        const should = code >= (span.kind === 'server' ? 500 : 400);
        if (should === isError || (isError && code < 400)) return undefined; // another error than the answer
        return { text: `${nameOf(span)} answered ${code} and has the status ${span.status.toUpperCase()}`, span };
      },
    ),
};
