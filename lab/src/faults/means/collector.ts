import { join } from 'node:path';
import { replaceFile } from '../../base/replace-file.ts';
import { faultFiles, untouchedFile } from '../../runtime/fault-files.ts';
import type { Lab } from '../../runtime/lab.ts';
import type { Means } from './means.ts';
import { stopAnyway } from './parts.ts';

/** Means that put a layer on top of the collector's configuration, and start it again. */
export const byCollectorLayer = (how: string, layer: string): Means => ({
  how: `the collector with a layer: ${how}`,
  changes: 'layer of the collector',
  begin: (lab) => withLayer(lab, layer),
  end: (lab) => withLayer(lab, untouchedFile(faultFiles.collector)),
});

async function withLayer(lab: Lab, layer: string): Promise<void> {
  replaceFile(join(lab.faultsFolder, faultFiles.collector), layer);
  const before = (await lab.status()).find(({ part }) => part === 'collector');
  if (before?.state !== 'stopped') await stopAnyway(lab, 'collector');
  await lab.start('collector');
}
