import { LabError } from '../base/lab-error.ts';
import { lock } from '../base/file-lock.ts';
import { labFiles } from './lab-files.ts';

/** Runs `work` while no other command changes this lab. A lock whose holder has ended is taken over. */
export async function withLabLock<T>(work: () => Promise<T>): Promise<T> {
  const file = labFiles().lock;
  await using _held = await lock(file, {
    onWait: (pid) => {
      throw new LabError({
        what: 'Another command is changing this lab right now.',
        expected: 'one command at a time',
        found: `pid ${pid} holds ${file}`,
        next: 'wait until it ends, then try again',
      });
    },
  });
  return await work();
}
