import { join } from 'node:path';
import { faultFiles, replaceFile, untouchedFile } from '../../runtime/fault-files.ts';
import { EndedByForce, type Lab } from '../../runtime/lab.ts';
import type { Means } from './means.ts';

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
  if (before?.state !== 'stopped')
    await lab.stop('collector').catch((error: unknown) => {
      if (!(error instanceof EndedByForce)) throw error;
    });
  await lab.start('collector');
}
