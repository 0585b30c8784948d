import { LabError } from '../base/lab-error.ts';
import { lock } from '../base/file-lock.ts';
import { labFiles } from './lab-files.ts';

/**
 * Runs `work` while no other command changes this lab. A lock whose holder has ended is taken over. `onFullDisk` goes on
 * without a lock where there is no room for one: a lab can be ended there too.
 */
export async function withLabLock<T>(work: () => Promise<T>, { onFullDisk = false } = {}): Promise<T> {
  const file = labFiles().lock;
  const onWait = (pid: number) => {
    throw new LabError({
      what: 'Another command is changing this lab right now.',
      expected: 'one command at a time',
      found: `pid ${pid} holds ${file}`,
      next: 'wait until it ends, then try again',
    });
  };
  await using _held = await lock(file, { onWait }).catch((error: NodeJS.ErrnoException) => {
    if (onFullDisk && ['ENOSPC', 'EDQUOT', 'EROFS'].includes(error.code ?? '')) return undefined;
    throw error;
  });
  return await work();
}
