import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackDebianPackages } from './debian-packages.ts';

/** What a shell script needs, and most programs. */
export const shell =
  `base-files bash coreutils dash grep libacl1 libattr1 libc6 libgcc-s1 libgmp10 libpcre2-8-0 libselinux1 libssl3
  libtinfo6 sed zlib1g`.split(/\s+/);

export const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** `root/`: a slim Debian with these packages and, besides root, one user at most. */
export async function writeSlimDebian(
  folder: string,
  packages: readonly string[],
  user?: { name: string; id: number },
): Promise<string> {
  const root = join(folder, 'root');
  await unpackDebianPackages(packages, root);
  for (const unused of ['doc', 'man', 'locale', 'info'])
    await rm(join(root, 'usr/share', unused), { recursive: true, force: true });
  const own = user ? `${user.name}:x:${user.id}:${user.id}::/home/${user.name}:/bin/bash\n` : '';
  await writeFile(join(root, 'etc/passwd'), `root:x:0:0:root:/root:/bin/bash\n${own}`);
  await writeFile(join(root, 'etc/group'), `root:x:0:\n${user ? `${user.name}:x:${user.id}:\n` : ''}`);
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  return root;
}

/** Makes Debian's Java 17 the `java` of a slim Debian. Returns its folder, seen from the image. */
export async function linkJava(root: string): Promise<string> {
  const [installed] = (await readdir(join(root, 'usr/lib/jvm'))).filter((name) => name.startsWith('java-17-openjdk-'));
  await symlink(`../lib/jvm/${installed}/bin/java`, join(root, 'usr/bin/java'));
  return `/usr/lib/jvm/${installed}`;
}
