import { get } from './http.ts';

/** A sample of Prometheus' text format. */
export type TextSample = { name: string; labels: Record<string, string>; value: number };

/**
 * Reads Prometheus' text format, without comments and timestamps. Throws on a line that is not in that format.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function* samplesOf(text: string): Generator<TextSample> {
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) throw new Error(`expected a sample of Prometheus' text format, found: ${line}`);
    yield { name, labels: labelsOf(labels), value: numberOf(value as string) };
  }
}

/** Sum of all samples of a metric that have at least these labels; undefined if there is none. */
export function sumOf(text: string, metric: string, labels: Record<string, string> = {}): number | undefined {
  const wanted = Object.entries(labels);
  let sum: number | undefined;
  for (const sample of samplesOf(text)) {
    if (sample.name !== metric || !wanted.every(([name, value]) => sample.labels[name] === value)) continue;
    sum = (sum ?? 0) + sample.value;
  }
  return sum;
}

/** Reads an endpoint in Prometheus' text format. Throws when it does not answer 200. */
export async function readExposition(url: string): Promise<string> {
  const response = await get(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}

const STRING = String.raw`"(?:[^"\\]|\\.)*"`;
const LABEL = String.raw`\s*[a-zA-Z_]\w*\s*=\s*${STRING}\s*`;
const SAMPLE = new RegExp(
  String.raw`^([a-zA-Z_:][\w:]*)\s*(?:\{((?:${LABEL},)*(?:${LABEL})?\s*)\})?\s*(\S+)(?:\s+-?\d+)?\s*$`,
);

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(/([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g))
    labels[name as string] = (value as string).replace(/\\(.)/g, (_, c: string) => (c === 'n' ? '\n' : c));
  return labels;
}

function numberOf(text: string): number {
  return Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));
}
