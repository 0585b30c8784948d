import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError } from '../../../../lab/src/base/lab-error.ts';
import { run } from '../../run-command.ts';

/** Unpacks Debian packages into `root`, without installing them. Needs a Debian or Ubuntu with package lists. */
export async function unpackDebianPackages(names: readonly string[], root: string): Promise<void> {
  if (!existsSync('/usr/bin/apt-get')) {
    throw new LabError({
      what: 'No stand-in for an image can be built on this machine.',
      expected: "Debian's apt-get, which fetches the packages that a stand-in is made of",
      found: 'no /usr/bin/apt-get',
      next: 'let the Docker engine reach an image registry; then upstream’s images are used',
    });
  }
  await mkdir(root, { recursive: true });
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', folder), { recursive: true });
    if (!existsSync(join(root, folder))) await symlink(`usr/${folder}`, join(root, folder));
  }
  const downloads = await mkdtemp(join(tmpdir(), 'span-metrics-lab-debs-'));
  try {
    const download = () => run('apt-get', ['download', ...names], { cwd: downloads });
    await download().catch(async () => {
      await run('apt-get', ['update'], { timeout: 120_000 });
      await download();
    });
    for (const file of await readdir(downloads)) {
      const unpack = `dpkg-deb --fsys-tarfile "$0" | tar --extract --keep-directory-symlink --no-same-owner --directory "$1"`;
      await run('bash', ['-euo', 'pipefail', '-c', unpack, join(downloads, file), root]);
    }
  } finally {
    await rm(downloads, { recursive: true, force: true });
  }
}
