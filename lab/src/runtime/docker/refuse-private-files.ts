import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../base/lab-error.ts';
import { checkout } from '../../base/paths.ts';

/**
 * Refuses files that containers mount and could not read: their users are others than the one who made the checkout.
 * With umask 077 nobody else may read it. A missing file is reported by Docker.
 */
export function refusePrivateFiles(mounted: readonly string[]): void {
  if (process.platform !== 'linux') return; // elsewhere Docker's virtual machine reads them for everybody
  const hidden = mounted
    .filter((path) => existsSync(path))
    .flatMap(withContents)
    .filter(isPrivate);
  if (hidden.length === 0) return;
  const [first] = hidden;
  throw new LabError({
    what: 'Containers cannot read files of the lab.',
    expected: 'files that every user may read, as with umask 022',
    found: `${first} with mode ${(statSync(first!).mode & 0o777).toString(8)}${hidden.length > 1 ? `, and ${hidden.length - 1} more` : ''}`,
    next: `chmod -R go+rX '${first!.startsWith(checkout) ? checkout : first}'`,
    end: 'Nothing was started.',
  });
}

function withContents(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return [path, ...readdirSync(path).flatMap((name) => withContents(join(path, name)))];
}

function isPrivate(path: string): boolean {
  const needed = statSync(path).isDirectory() ? 0o005 : 0o004;
  return (statSync(path).mode & needed) !== needed;
}
