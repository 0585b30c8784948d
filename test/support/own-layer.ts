import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A layer on top of the collector's configuration that a test changes while its lab runs: read whenever the collector starts. */
export type OwnLayer = Disposable & {
  path: string;
  /** Replaces the layer; `{}` changes nothing. */
  write: (layer: object) => void;
};

/** A file with `layer`, removed with the test. */
export function ownLayer(layer: object = {}): OwnLayer {
  const folder = mkdtempSync(join(tmpdir(), 'lab-layer-'));
  const own = layerAt(join(folder, 'layer.yaml'));
  own.write(layer);
  return { ...own, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A layer in a file that the caller made and removes. */
export function layerAt(path: string): Omit<OwnLayer, typeof Symbol.dispose> {
  return { path, write: (next) => writeFileSync(path, JSON.stringify(next)) }; // YAML reads JSON
}

/** Calls and durations under other names than dashboards and Jaeger read. */
export const renamedMetrics = {
  connectors: {
    span_metrics: { namespace: 'other' },
    'span_metrics/checks': { namespace: 'other' },
    'span_metrics/native': { namespace: 'other.native' },
    'span_metrics/native_checks': { namespace: 'other.native' },
  },
  processors: { 'filter/durations_only': { metric_conditions: ['metric.name == "other.native.calls"'] } },
};
