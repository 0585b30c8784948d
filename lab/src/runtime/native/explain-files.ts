import { labFiles } from '../lab-files.ts';
import type { PartPlan } from './plans/index.ts';

const REFUSED =
  /permission denied|operation not permitted|read-only file system|no space left on device|quota exceeded/i;

/** For a part that ended because it could not use its files: which folder it is and what moves it. undefined for any other end. */
export function explainFiles(lastLog: string): ReturnType<NonNullable<PartPlan['explain']>> {
  const { home } = labFiles();
  const line = lastLog.split('\n').find((one) => REFUSED.test(one) && one.includes(home));
  if (!line) return undefined;
  return {
    expected: `a folder that this user may write, with free space: ${home}`,
    cause: REFUSED.exec(line)![0].toLowerCase(),
    next: `make it writable for user ${process.getuid?.() ?? ''}; or: export LAB_HOME=/another/folder, then the same command`,
  };
}
