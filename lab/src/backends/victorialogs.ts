import { quoted } from '@span-metrics-lab/grafana';
import { getJsonLines } from './http.ts';
import {
  type AccessLines,
  accessLine,
  bySeverityName,
  escaped,
  type LogLine,
  type LogSearch,
  type LogStore,
  mostLines,
  numberOf,
  ofResource,
  runAttribute,
  severityIn,
  severityNumberIn,
  type Volume,
} from './log-store.ts';

/** A line as VictoriaLogs answers it: every field is text; empty ones are absent. */
type Row = Record<string, string>;

/** Fields that are no attributes of the line. */
const ownFields =
  /^(_time|_msg|_stream|_stream_id|trace_id|span_id|severity_text|severity_number|flags|dropped_attributes_count)$/;

/** VictoriaLogs' HTTP API. https://docs.victoriametrics.com/victorialogs/querying/ */
export class VictoriaLogs implements LogStore {
  readonly name = 'VictoriaLogs';
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  async linesOfTrace(traceId: string): Promise<LogLine[]> {
    const rows = await this.#query(`trace_id:=${quoted(traceId)} | sort by (_time) limit ${mostLines}`);
    return rows.map(lineOf);
  }

  async search({ text, severity, service, start, end, limit = 100 }: LogSearch): Promise<LogLine[]> {
    const terms = [
      between(start, end),
      ...(service ? [`service.name:=${quoted(service)}`] : []),
      ...(severity ? [`severity_number:>=${numberOf(severity)}`] : []),
      ...(text ? [`_msg:~${quoted(`(?i)${escaped(text)}`)}`] : []),
    ];
    const rows = await this.#query(`${terms.join(' ')} | sort by (_time) desc limit ${limit}`);
    return rows.map(lineOf);
  }

  async countOfRun(run: string): Promise<AccessLines[]> {
    const ofRun = `_time:1h _msg:=${quoted(accessLine)} ${quoted(runAttribute)}:=${quoted(run)}`;
    const rows = await this.#query(`${ofRun} | stats by (trace_id, service.name) count() lines`);
    return rows.map((row) => ({
      traceId: row['trace_id'] ?? '',
      service: row['service.name'] ?? '',
      lines: Number(row['lines']),
    }));
  }

  async volume({ start, end, step }: { start: number; end: number; step: number }): Promise<Volume[]> {
    const by = `by (_time:${step}s, service.name, severity_number, severity_text)`;
    const rows = await this.#query(`${between(start, end)} | stats ${by} count() lines | sort by (_time)`);
    const counts = rows.map((row) => ({
      time: Date.parse(row['_time']!) / 1000,
      service: row['service.name'] ?? '',
      severity: severityIn(row),
      lines: Number(row['lines']),
    }));
    return bySeverityName(counts);
  }

  #query(query: string): Promise<Row[]> {
    return getJsonLines('VictoriaLogs', `${this.url}/select/logsql/query`, {
      method: 'POST',
      body: new URLSearchParams({ query }),
    });
  }
}

function lineOf(row: Row): LogLine {
  return {
    time: nanoseconds(row['_time'] ?? ''),
    service: row['service.name'] ?? '',
    severity: severityIn(row),
    severityNumber: severityNumberIn(row),
    text: row['_msg'] ?? '',
    traceId: row['trace_id'] ?? '',
    spanId: row['span_id'] ?? '',
    attributes: Object.fromEntries(
      Object.entries(row).filter(([name]) => !ownFields.test(name) && !ofResource.test(name)),
    ),
  };
}

/** Both ends in seconds, with fractions. */
function between(start: number, end: number): string {
  return `_time:[${iso(start)}, ${iso(end)}]`;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** RFC 3339 with up to nine digits after the second. */
function nanoseconds(time: string): bigint {
  const [, second = '', fraction = ''] = /^([^.Z]*)(?:\.(\d{1,9}))?Z$/.exec(time) ?? [];
  return BigInt(Date.parse(`${second}Z`)) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
}
