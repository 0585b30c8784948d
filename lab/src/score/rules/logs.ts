import type { LogLine } from '../../backends/log-store.ts';
import { each, type Rule, type Verdict } from '../rule.ts';
import type { Sample } from '../sample.ts';

const NO_STORE = 'the lab runs without a log store (--with logs)';
const NO_LINE = 'it sent no log line';

/** LOG-001 of the specification. */
export const debugLines: Rule = {
  id: 'LOG-001',
  title: 'Debug lines are not on in production for 14 days',
  impact: 'important',
  why: 'Debug lines cost storage, hide what matters and may contain secrets.',
  fix: { other: 'Log from the level info on in production.' },
  judge: () => ({ notApplicable: 'the lab is no production, and keeps lines for days' }),
};

/** LOG-002 of the specification. */
export const severities: Rule = {
  id: 'LOG-002',
  title: 'Log lines have a severity number',
  impact: 'important',
  why: 'Only by the number lines can be filtered: each library writes the level in words of its own.',
  fix: {
    other:
      'Send lines by a bridge of the SDK (OTLP), which sets it; where a collector reads files, let a severity parser of its receiver map the level.',
  },
  judge: ({ lines }) =>
    ofLines(lines, 'without a severity number', (line) =>
      line.severityNumber > 0 ? undefined : `the line \`${line.text.slice(0, 80)}\``,
    ),
};

/** LAB-011 */
export const traceIds: Rule = {
  id: 'LAB-011',
  title: 'Log lines of a request carry its trace id',
  impact: 'normal',
  why: 'By the trace id the lines of one request are found, across all services.',
  fix: {
    nodejs: 'Load the instrumentation of your logger (pino, winston, bunyan) before the logger.',
    python: 'OTEL_PYTHON_LOGGING_AUTO_INSTRUMENTATION_ENABLED=true, with opentelemetry-instrument',
    java: 'The agent does it for Logback and Log4j; lines by System.out have none.',
    go: 'Log with the context: slog.InfoContext(ctx, …) with the handler of otelslog.',
    dotnet: 'builder.Logging.AddOpenTelemetry(), and log within the request.',
    other: 'Send lines by a bridge of the SDK, within the context of the request.',
  },
  judge(sample) {
    const { lines } = sample;
    const during = lines?.filter((line) => isDuringRequest(line, sample));
    const verdict = ofLines(lines && during, 'without a trace id', ({ traceId, text }) =>
      traceId ? undefined : `the line \`${text.slice(0, 80)}\` was written during a request`,
    );
    if (!('checked' in verdict))
      return lines?.length ? { notApplicable: 'it wrote no line during a request of the sample' } : verdict;
    // lines of background work may fall into a request
    return verdict.failed > verdict.checked / 2 ? verdict : { ...verdict, failed: 0, example: undefined };
  },
};

function ofLines(
  lines: readonly LogLine[] | undefined,
  wrong: string,
  lookAt: (line: LogLine) => string | undefined,
): Verdict {
  if (!lines) return { notApplicable: NO_STORE };
  return each(lines, { of: 'log lines', wrong, none: NO_LINE }, lookAt);
}

function isDuringRequest({ time }: LogLine, { spans }: Sample): boolean {
  return spans.some(
    ({ kind, start, end }) => (kind === 'server' || kind === 'consumer') && start <= time && time <= end,
  );
}
