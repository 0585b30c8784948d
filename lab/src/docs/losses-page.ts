import { losses, type Loss } from '@span-metrics-lab/grafana';
import { generated } from './generated.ts';

const whose: Record<Loss['cause'], string> = {
  sender: 'the sender’s to change',
  lab: 'a loss; `lab check` fails',
  nobody: 'nothing is lost',
};

/** docs/losses.md: every way in which data can be left out, with its counter. */
export function lossesPage(): string {
  return `${generated('grafana/src/losses.ts')}
# What can be left out, and where it is counted

Whatever the collector answers 200 to is stored *and* counted, or stands in one of these counters.
The dashboard *Telemetry pipeline* (panel *Left out, cut, refused*), the console's first page and
the hop *nothing is lost on the way* of \`npm run check\` read this list.

| part and reason | counter | counts | | why | next |
|---|---|---|---|---|---|
${losses.map(row).join('\n')}

## Refused with an answer
The sender is told, and nobody else is touched.

| answer | to |
|---|---|
| 400 | a body that is no OTLP: broken JSON or protobuf, ids of a wrong length |
| 413, or 400 with \`request body too large\` | more than 4 MiB over HTTP, unpacked |
| \`RESOURCE_EXHAUSTED\`, \`received message larger than max\` | more than 4 MiB over gRPC |
| 415 | another content type than JSON or protobuf |
| 503, \`UNAVAILABLE\` | for a moment: memory limiter or a full queue; send again |

## Changed on the way
- Spans and metrics without \`service.name\`, or with an empty one: \`unknown_service\`.
- Bytes that are no UTF-8: each becomes U+FFFD (�).
- Labels of the metrics only, the stores keep what was sent: span names over 200 characters and
  service names over 100 are cut (\`…\`); methods that HTTP does not know are \`_OTHER\`; an
  \`http.response.status_code\` that is no integer is left out; databases and queues that are not
  in the list of \`transform/bound_labels\` are "other".
- Attributes of metric points: \`job\`, \`instance\`, \`le\`, \`quantile\`, \`service_name\` and
  \`otel_scope_*\` get the prefix \`exported_\`; other characters than letters, digits and \`_\`
  become \`_\`; values over 256 bytes are cut.
- Ids in names of other services (three digits or more, hashes, UUIDs) are \`…\` in the service
  graph. It has no other bound: 10,000 pairs of services with names of random words in a quarter of
  an hour take about 300 MB of the collector's memory
  ([why](adr/041-label-limits-by-slot.md)).
- The lab's own services are counted as they are, whatever a visitor's \`tracestate\` says. Spans of
  others with \`ot=th:…\` (consistent sampling) count for as many as they stand for.
- Log lines: long texts and many attributes are cut, and the line says so ([logs](logs.md)).
- In Jaeger only: [names over 30,000 bytes, more than 128 attributes, and more](jaeger.md#what-jaeger-keeps-otherwise).

## Not counted anywhere
- A service that sends two metrics whose names become one (\`a.b\` and \`a_b\`, or the counters \`a\`
  and \`a_total\`), and a summary beside a histogram of the same name: one is shown, and the
  collector's log names the other (\`npm run lab -- logs collector\`). A gauge beside a counter or a
  histogram of its name is no such case: gauges have an endpoint of their own.
- In a JSON body, what follows the first object (NDJSON: one object a line), and fields that OTLP has
  not, such as spans sent to \`/v1/metrics\` or \`instrumentationLibrarySpans\` of old SDKs: the
  receiver answers 200 and reads what it knows.
- Metric points that are older than the last one of their series, and histograms as deltas that begin
  before it ended, as from two processes with the same \`service.name\` and without
  \`service.instance.id\` or \`process.pid\`: the collector's log names the latter.
- Calls between services that no scrape saw: a killed collector takes along those of its last second
  or two, and those whose other side it was waiting for. The service graph and Jaeger's System
  Architecture lack them; their spans are stored.
- A SIGKILL of Tempo loses the spans that it accepted in its last 2 s
  ([why](adr/033-tempo-under-400-mb.md)); of the collector, none.
- A SIGKILL of VictoriaLogs loses the log lines that it accepted in its last 1 to 2.5 s; the ledger
  of a check says how many of its own ([logs](logs.md)).
- Tempo with not one byte left on its disk loses the spans of its last 2 s. Above that nothing is
  sent to it while less than 20 MB are free ([how](adr/042-stores-on-a-full-disk.md)).
- Values nested in the attributes of a span's *links* are not looked at: Tempo hangs on thousands of
  levels there.
`;
}

function row({ what, counter, matchers, unit, cause, why, next }: Loss): string {
  const command = next.startsWith('npm ') || next.includes('=') ? `\`${next}\`` : next;
  return `| ${what} | \`${counter}${matchers ? `{${matchers}}` : ''}\` | ${unit} | ${whose[cause]} | ${why} | ${command} |`;
}
