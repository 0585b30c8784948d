import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { LabError } from '../../catalog/lab-error.ts';
import { isAlive, type ProcessId, selfId } from './processes.ts';
import { labFiles } from './state-file.ts';

/** Runs `work` while no other command changes this lab. A lock whose holder is gone is taken over. */
export async function withLabLock<T>(work: () => Promise<T>): Promise<T> {
  const file = labFiles().lock;
  take(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, JSON.stringify(selfId()), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const holder = holderOf(file);
    if (holder && isAlive(holder)) {
      throw new LabError({
        what: 'Another command is changing this lab right now.',
        expected: 'one at a time',
        found: `pid ${holder.pid} holds ${file}`,
        next: 'wait until it ends, then try again',
      });
    }
    rmSync(file, { force: true });
    take(file);
  }
}

function holderOf(file: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessId;
  } catch {
    return undefined; // just released, or cut off while it was written: nobody holds it
  }
}
