import { secretIn } from '../redact.ts';
import { each, nameOf, type Rule } from '../rule.ts';

/** LAB-009 */
export const secrets: Rule = {
  id: 'LAB-009',
  title: 'No secrets and no personal data in attributes',
  impact: 'critical',
  why: 'Everybody who may look at traces can read them, for as long as these are stored. What the score shows hides them.',
  fix: {
    nodejs:
      'Instrumentation http: `redactedQueryParams`, and no `headersToSpanAttributes` for authorization or cookies.',
    python: 'OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SANITIZE_FIELDS=authorization,cookie,set-cookie,…',
    java: 'No OTEL_INSTRUMENTATION_HTTP_*_CAPTURE_*_HEADERS for secrets; queries of databases are sanitized unless that is turned off.',
    other:
      "Do not set them; where an instrumentation does, take them out by a span processor, or by the collector's processor redaction.",
  },
  judge: ({ spans, resources }) =>
    each(
      [
        ...resources.map(({ attributes, span }) => ({ where: 'the resource', sets: [attributes], span })),
        ...spans.map((span) => ({
          where: nameOf(span),
          sets: [
            { 'the name': span.name, 'the status': span.statusMessage },
            span.attributes,
            ...span.events.map((event) => event.attributes),
          ],
          span,
        })),
      ],
      { of: 'resources and spans', wrong: 'with a secret or personal data', none: 'no span of it was found' },
      ({ where, sets, span }) => {
        for (const [key, value] of sets.flatMap((set) => Object.entries(set))) {
          const kind = secretIn(key, value);
          if (kind) return { text: `\`${key}\` on ${where} contains ${kind}`, span };
        }
        return undefined;
      },
    ),
};
