import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabEnv } from '../../../../lab/src/parts/env-file.ts';
import { unpackDebianPackages } from './debian-packages.ts';
import { run } from '../../run-command.ts';

const debianPackages =
  `base-files bash coreutils dash findutils grep libacl1 libatomic1 libattr1 libc6 libgcc-s1 libgmp10
  libpcre2-8-0 libselinux1 libstdc++6 libtinfo6 sed`.split(/\s+/);

/** What upstream's docker-entrypoint.sh does: options and unknown commands go to node. */
const entrypoint = `#!/bin/sh
set -e
if [ "\${1#-}" != "\${1}" ] || [ -z "$(command -v "\${1}")" ]; then set -- node "$@"; fi
exec "$@"
`;

/**
 * A slim Debian with Node and npm from their npm packages, laid out like https://github.com/nodejs/docker-node.
 * If this machine's npm trusts certificates of its own, npm inside a build must too: they go in here, never in a Dockerfile.
 */
export async function writeNodeStandIn(folder: string): Promise<string> {
  const { LAB_NODE_VERSION: version } = readLabEnv();
  const root = join(folder, 'root');
  await unpackDebianPackages(debianPackages, root);
  for (const unused of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info']) {
    await rm(join(root, unused), { recursive: true, force: true });
  }
  await writeFile(
    join(root, 'etc/passwd'),
    'root:x:0:0:root:/root:/bin/bash\nnode:x:1000:1000::/home/node:/bin/bash\n',
  );
  await writeFile(join(root, 'etc/group'), 'root:x:0:\nnode:x:1000:\n');

  const local = join(root, 'usr/local');
  const packages = join(folder, 'npm');
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  await mkdir(packages);
  await run('npm', ['install', '--prefix', packages, ...options, `node-linux-${process.arch}@${version}`, 'npm@11']);
  await mkdir(join(local, 'lib/node_modules'), { recursive: true });
  await mkdir(join(local, 'bin'), { recursive: true });
  await copyFile(join(packages, `node_modules/node-linux-${process.arch}/bin/node`), join(local, 'bin/node'));
  await run('cp', ['-R', join(packages, 'node_modules/npm'), join(local, 'lib/node_modules/npm')]);
  await run('ln', ['-s', '../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm')]);
  await run('ln', ['-s', '../lib/node_modules/npm/bin/npx-cli.js', join(local, 'bin/npx')]);
  await writeFile(join(local, 'bin/docker-entrypoint.sh'), entrypoint);
  await chmod(join(local, 'bin/docker-entrypoint.sh'), 0o755);
  await rm(packages, { recursive: true });

  await mkdir(join(folder, 'home'));
  return `FROM scratch
COPY root /
COPY --chown=1000:1000 home /home/node
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_VERSION=${version}
${await trustOfThisMachine(root)}
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["node"]`;
}

/** The certificates that this machine's npm trusts, as npm inside a build of the stand-in will find them. */
async function trustOfThisMachine(root: string): Promise<string> {
  const certificates = process.env['NODE_EXTRA_CA_CERTS'];
  if (!certificates || !existsSync(certificates)) return '';
  await mkdir(join(root, 'etc/ssl/certs'), { recursive: true });
  await copyFile(certificates, join(root, 'etc/ssl/certs/ca-certificates.crt'));
  return 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt';
}
