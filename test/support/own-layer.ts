import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A layer on top of the collector's configuration that a test changes while its lab runs: read whenever the collector starts. */
export type OwnLayer = Disposable & {
  path: string;
  /** Replaces the layer; `{}` changes nothing. */
  write: (layer: object) => void;
};

/** A layer that says `layer`, for as long as a test needs it. */
export function ownLayer(layer: object = {}): OwnLayer {
  const folder = mkdtempSync(join(tmpdir(), 'lab-layer-'));
  const path = join(folder, 'layer.yaml');
  const write = (next: object) => writeFileSync(path, JSON.stringify(next)); // YAML reads JSON
  write(layer);
  return { path, write, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Calls and durations under another name than dashboards and Jaeger read. */
export const renamedMetrics = {
  connectors: { span_metrics: { namespace: 'other' }, 'span_metrics/checks': { namespace: 'other' } },
};
