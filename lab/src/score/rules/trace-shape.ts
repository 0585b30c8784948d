import type { StoredSpan } from '../../backends/trace-store.ts';
import { each, type Finding, nameOf, type Rule } from '../rule.ts';
import { ownInTraces, type Sample } from '../sample.ts';

const NONE = 'no span of it was found';

/** How long spans of a trace may still be on their way, ns: SDKs send every 5 s. */
const ON_THE_WAY = 6_000_000_000n;

/** SPA-001 of the specification. */
export const internalSpans: Rule = {
  id: 'SPA-001',
  title: 'A trace has at most 10 INTERNAL spans of the service',
  impact: 'normal',
  why: 'Spans of single functions cost storage and hide the calls that explain a slow request.',
  fix: {
    nodejs:
      "Turn off what makes them: instrumentation-fs, and for Express `ignoreLayersType: ['middleware', 'router', 'request_handler']`.",
    python:
      'Turn off what makes them: OTEL_PYTHON_DISABLED_INSTRUMENTATIONS, and for FastAPI exclude_spans="send,receive" (OTEL_PYTHON_FASTAPI_EXCLUDED_SPANS).',
    java: 'OTEL_INSTRUMENTATION_COMMON_EXPERIMENTAL_CONTROLLER_TELEMETRY_ENABLED=false, and no @WithSpan on small methods.',
    other:
      'Make a span for a step that can be slow or fail by itself; turn off instrumentations that make one for each function.',
  },
  judge: (sample) => many(sample, 'INTERNAL spans', 10, (span) => span.kind === 'internal'),
};

/** SPA-005 of the specification. It counts spans of every kind; here those of the service that is judged. */
export const shortSpans: Rule = {
  id: 'SPA-005',
  title: 'A trace has at most 20 spans of the service that are shorter than 5 ms',
  impact: 'important',
  why: 'Many tiny spans are mostly calls in a loop, or an instrumentation that is too fine: they cost more than they tell.',
  fix: {
    other: 'Ask for many rows at once instead of one by one, and make no spans for functions that cannot be slow.',
  },
  judge: (sample) => many(sample, 'spans shorter than 5 ms', 20, ({ start, end }) => end - start < 5_000_000n),
};

/** SPA-002 of the specification, for the service's spans in traces of which nothing is on its way any more. */
export const orphans: Rule = {
  id: 'SPA-002',
  title: 'No span lacks its parent',
  impact: 'normal',
  why: 'A trace with a gap does not show who waited for whom: a parent was dropped, not sampled, or never ended.',
  fix: {
    other:
      'Let all services sample alike (OTEL_TRACES_SAMPLER=parentbased_always_on), end every span, and let what stands in between (a proxy, another backend) send its spans to the lab as well.',
  },
  judge: (sample) =>
    each(
      settled(sample),
      { of: 'spans', wrong: 'whose parent is in no trace', none: 'no span of it older than 6 s was found' },
      ({ span, byId }) =>
        span.parentSpanId !== '' && !byId.has(span.parentSpanId)
          ? { text: `${nameOf(span)} has the parent ${span.parentSpanId}, which is not in the trace`, span }
          : undefined,
    ),
};

/** SPA-004 of the specification. */
export const clientRoots: Rule = {
  id: 'SPA-004',
  title: 'Root spans are not CLIENT spans',
  impact: 'important',
  why: 'A call that begins a trace does not say why it was made: the span of the request or of the job is missing, or the context was lost on the way to the call.',
  fix: {
    nodejs:
      "Load the instrumentation before the server's framework (`node --import ./telemetry.js`), and wrap jobs: `tracer.startActiveSpan('nightly report', async (span) => { …; span.end(); })`",
    python:
      "Wrap jobs: `with tracer.start_as_current_span('nightly report'):`; start the program by opentelemetry-instrument so that its server is instrumented.",
    java: 'Annotate the job with @WithSpan, and hand the context on to pools: Context.taskWrapping(executor).',
    go: "Hand `r.Context()` on to the call, and wrap jobs: `ctx, span := tracer.Start(ctx, 'nightly report')`",
    dotnet: 'Wrap jobs: using var activity = source.StartActivity("nightly report");',
    other: 'Start an INTERNAL span where a job begins, and hand its context on to each call.',
  },
  judge: ({ spans, language }) =>
    language === 'webjs'
      ? { notApplicable: 'browsers begin traces with CLIENT spans' }
      : each(
          spans.filter((span) => span.parentSpanId === ''),
          { of: 'root spans', wrong: 'are CLIENT spans', none: 'no trace begins in it' },
          (span) => (span.kind === 'client' ? { text: `a trace begins with ${nameOf(span)}`, span } : undefined),
        ),
};

function many({ traces, service }: Sample, what: string, most: number, is: (span: StoredSpan) => boolean) {
  const own = traces.map((spans) => spans.filter((span) => span.service === service && is(span)));
  const wrong = `with more than ${most} ${what}`;
  return each(own, { of: 'traces', wrong, none: NONE }, (spans): Finding | undefined =>
    spans.length > most
      ? { text: `a trace has ${spans.length} ${what}, such as ${nameOf(spans[0]!)}`, span: spans[0] }
      : undefined,
  );
}

function settled({ traces, service, readAt }: Sample): ReturnType<typeof ownInTraces> {
  return ownInTraces({
    service,
    traces: traces.filter((spans) => spans.every((span) => span.end < readAt - ON_THE_WAY)),
  });
}
