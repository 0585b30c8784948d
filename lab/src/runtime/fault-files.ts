import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../base/paths.ts';

/** The files by which parts of a running lab are told of faults, as they are while nothing is broken. */
const untouched = join(checkout, 'faults');

/** Their names in a lab's folder of faults: feature flags of the services, in flagd's format, and a layer of the collector. */
export const faultFiles = { flags: 'flags.flagd.json', collector: 'collector.yaml' } as const;

/** Gives a lab its own files of faults, all of them off, without what an earlier lab left; those of a lab that is already there stay. */
export function layFaultFiles(folder: string, { keep }: { keep: boolean }): void {
  if (!keep) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  for (const name of readdirSync(untouched))
    if (!keep || !existsSync(join(folder, name))) cpSync(join(untouched, name), join(folder, name));
}

/** A file of faults while nothing is broken. */
export function untouchedFile(name: string): string {
  return readFileSync(join(untouched, name), 'utf8');
}
