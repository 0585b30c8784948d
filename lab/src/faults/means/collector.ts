import { join } from 'node:path';
import { replaceFile } from '../../base/replace-file.ts';
import { faultFiles, untouchedFile } from '../../runtime/fault-files.ts';
import { partNamed } from '../../parts/parts.ts';
import type { Lab } from '../../runtime/lab.ts';
import { restartPart } from '../../runtime/restart-part.ts';
import type { Means } from './means.ts';

/** Means that put a layer on top of the collector's configuration, and start it again. */
export const byCollectorLayer = (how: string, layer: string | ((lab: Lab) => string)): Means => ({
  how: `the collector with a layer: ${how}`,
  changes: 'layer of the collector',
  begin: (lab) => withLayer(lab, typeof layer === 'string' ? layer : layer(lab)),
  end: (lab) => withLayer(lab, untouchedFile(faultFiles.collector)),
});

/** A layer that changes the exporters to the stores of a kind that a lab has. `settings` is YAML in braces. */
export const exportersTo =
  (kind: 'traces' | 'logs', settings: string) =>
  ({ parts }: Pick<Lab, 'parts'>): string =>
    parts
      .filter((name) => partNamed(name).kind === kind)
      .reduce((layer, store) => `${layer}  otlp_http/${store}: ${settings}\n`, 'exporters:\n');

async function withLayer(lab: Lab, layer: string): Promise<void> {
  replaceFile(join(lab.faultsFolder, faultFiles.collector), layer);
  await restartPart(lab, 'collector');
}
