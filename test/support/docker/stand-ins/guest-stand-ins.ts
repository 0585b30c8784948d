import { existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { goEngine } from '../../../../lab/src/parts/engines.ts';
import { readLabEnv } from '../../../../lab/src/parts/env-file.ts';
import { LabError } from '../../../../lab/src/base/lab-error.ts';
import { goToolchain } from '../../../../lab/src/runtime/engines/go-toolchain.ts';
import { run } from '../../run-command.ts';
import { linkJava, path, shell, writeSlimDebian } from './slim-debian.ts';

// Images that the guests are built from. What a build needs to trust on this machine goes in here, never into a Dockerfile.

const certificates = '/etc/ssl/certs/ca-certificates.crt';
const javaCertificates = '/etc/ssl/certs/java/cacerts';

const pythonPackages = [
  ...shell,
  ...`libbz2-1.0 libcrypt1 libexpat1 libffi8 liblzma5 libncursesw6 libpython3.11-minimal libpython3.11-stdlib libreadline8
  libsqlite3-0 libstdc++6 libuuid1 python3.11-minimal`.split(/\s+/),
];

const pip = '-m pip install --quiet --no-deps --no-compile --python-version 3.11 --only-binary :all:'.split(' ');

/** https://github.com/docker-library/python, 3.11/slim-bookworm: Debian's Python, which is of that version, and PyPI's pip. */
export async function writePythonStandIn(folder: string): Promise<string> {
  same('Python', readLabEnv().GUEST_PYTHON_VERSION, '3.11');
  const root = await writeSlimDebian(folder, pythonPackages);
  await rm(join(root, 'usr/lib/python3.11/EXTERNALLY-MANAGED'), { force: true }); // upstream's Python is its own
  await run('python3', [...pip, '--target', join(root, 'usr/local/lib/python3.11/dist-packages'), 'pip==25.3']);
  for (const name of ['python', 'python3', 'python3.11'])
    await symlink('/usr/bin/python3.11', join(root, 'usr/local/bin', name));
  await trust(root, certificates);
  return `FROM scratch
COPY root /
ENV PATH=${path} LANG=C.UTF-8 PIP_CERT=${certificates}
CMD ["python3"]`;
}

/** https://github.com/docker-library/golang, 1.26/bookworm: the Go that builds the engines. Poorer: no C compiler, no git. */
export async function writeGoStandIn(folder: string): Promise<string> {
  const go = await goToolchain([goEngine('guest-go')], { say: console.error });
  const version = (await run(go, ['env', 'GOVERSION'])).replace(/^go/, '');
  same('Go', readLabEnv().GUEST_GO_VERSION, version);
  const root = await writeSlimDebian(folder, shell);
  const home = await run(go, ['env', 'GOROOT']);
  for (const part of ['VERSION', 'bin', 'go.env', 'lib', 'pkg', 'src'])
    if (existsSync(join(home, part)))
      await cp(join(home, part), join(root, 'usr/local/go', part), { recursive: true, verbatimSymlinks: true });
  await trust(root, certificates);
  return `FROM scratch
COPY root /
ENV PATH=/go/bin:/usr/local/go/bin:${path} GOPATH=/go GOTOOLCHAIN=local
WORKDIR /go
CMD ["bash"]`;
}

const jre = [...shell, 'libstdc++6', 'openjdk-17-jre-headless'];

/** As upstream's, without certificates to import. */
const entrypoint = '#!/usr/bin/env bash\nset -e\nexec "$@"\n';

/** https://github.com/adoptium/containers, 17/jre/ubuntu: Debian's build of the same Java. */
export async function writeJavaStandIn(folder: string): Promise<string> {
  const root = await writeJava(folder, jre);
  await writeFile(join(root, '__cacert_entrypoint.sh'), entrypoint);
  await chmod(join(root, '__cacert_entrypoint.sh'), 0o755);
  return `${javaImage}
ENTRYPOINT ["/__cacert_entrypoint.sh"]
CMD ["jshell"]`;
}

/** https://github.com/carlossg/docker-maven, eclipse-temurin-17: Maven from Maven Central, Debian's JDK. Poorer: no entry point. */
export async function writeMavenStandIn(folder: string): Promise<string> {
  const { GUEST_MAVEN_VERSION: version } = readLabEnv();
  const root = await writeJava(folder, [...jre, 'openjdk-17-jdk-headless']);
  const copy = ['-B', '-ntp', '-q', 'dependency:copy', `-DoutputDirectory=${folder}`];
  await run('mvn', [...copy, `-Dartifact=org.apache.maven:apache-maven:${version}:tar.gz:bin`], { timeout: 300_000 });
  const archive = join(folder, `apache-maven-${version}-bin.tar.gz`);
  const home = join(root, 'usr/share/maven');
  await mkdir(home, { recursive: true });
  await run('tar', ['--extract', '--strip-components=1', '--no-same-owner', '--file', archive, '--directory', home]);
  await rm(archive);
  await symlink('../share/maven/bin/mvn', join(root, 'usr/bin/mvn'));
  const settings = join(homedir(), '.m2/settings.xml'); // where this machine fetches from
  if (existsSync(settings)) await copyFile(settings, join(home, 'conf/settings.xml'));
  return `${javaImage}
ENV MAVEN_HOME=/usr/share/maven MAVEN_CONFIG=/root/.m2
CMD ["mvn"]`;
}

const javaImage = `FROM scratch
COPY root /
ENV JAVA_HOME=/opt/java/openjdk PATH=/opt/java/openjdk/bin:${path} LANG=C.UTF-8`;

async function writeJava(folder: string, packages: readonly string[]): Promise<string> {
  const root = await writeSlimDebian(folder, packages);
  const home = await linkJava(root);
  await mkdir(join(root, 'opt/java'), { recursive: true });
  await symlink(home, join(root, 'opt/java/openjdk'));
  await trust(root, javaCertificates);
  return root;
}

/** Puts a file of certificates that this machine trusts where Debian has it. */
async function trust(root: string, file: string): Promise<void> {
  if (!existsSync(file)) return;
  await mkdir(dirname(join(root, file)), { recursive: true });
  await copyFile(file, join(root, file));
}

/** A tag must say what is inside: `.env` may state fewer numbers of a version, and no others. */
function same(title: string, stated: string, found: string): void {
  if (`${found}.`.startsWith(`${stated}.`)) return;
  throw new LabError({
    what: `No stand-in for the image of ${title} ${stated} can be built.`,
    expected: `${title} ${stated}, as .env states`,
    found: `${title} ${found}`,
    next: 'let the Docker engine reach an image registry; then upstream’s images are used',
  });
}
