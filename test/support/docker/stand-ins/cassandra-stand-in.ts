import { chmod, copyFile, cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../../../../lab/src/base/paths.ts';
import { javaModuleOptions } from '../../../../lab/src/runtime/engines/cassandra/java-modules.ts';
import { cassandraEngine } from '../../../../lab/src/runtime/engines/java/jar-engines.ts';
import { provideJars } from '../../../../lab/src/runtime/engines/java/provide-jars.ts';
import { unpackDebianPackages } from './debian-packages.ts';
import { run } from '../../run-command.ts';

const debianPackages =
  `base-files bash coreutils dash grep libacl1 libattr1 libbz2-1.0 libc6 libcrypt1 libexpat1 libffi8 libgcc-s1 libgmp10
  liblzma5 libncursesw6 libpcre2-8-0 libpython3.11-minimal libpython3.11-stdlib libreadline8 libselinux1 libssl3 libstdc++6
  libtinfo6 libuuid1 mawk openjdk-17-jre-headless python3.11-minimal sed zlib1g`.split(/\s+/);

/** Cassandra's own cqlsh and what it imports; in upstream's image both come with Cassandra. */
const cqlsh = [
  'cqlsh==6.2.2',
  'cassandra-driver==3.30.1',
  'geomet==1.1.0',
  'wcwidth==0.2.13',
  'click==8.1.8',
  'Deprecated==1.3.1',
  'wrapt==2.5.2',
];

const pip = '-m pip install --quiet --no-deps --no-compile --python-version 3.11 --only-binary :all:'.split(' ');

/** Values of upstream's cassandra.yaml. */
const settings = `cluster_name: 'Test Cluster'
num_tokens: 16
allocate_tokens_for_local_replication_factor: 3
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters:
      - seeds: "127.0.0.1:7000"
commitlog_sync: periodic
commitlog_sync_period: 10000ms
endpoint_snitch: SimpleSnitch
storage_port: 7000
listen_address: localhost
native_transport_port: 9042
rpc_address: localhost
authenticator: AllowAllAuthenticator
authorizer: AllowAllAuthorizer
`;

/** As upstream's: the process in the foreground, system properties from the command line, the heap from the environment. */
const cassandra = `#!/bin/sh
for option; do
  case "$option" in
    -f) ;;
    -D*) properties="$properties $option" ;;
    *) echo "Error parsing arguments!" >&2; exit 1 ;;
  esac
done
[ -n "$MAX_HEAP_SIZE" ] || MAX_HEAP_SIZE=1024M
mkdir -p "$CASSANDRA_HOME/logs" || exit 1
exec java -Xms$MAX_HEAP_SIZE -Xmx$MAX_HEAP_SIZE -Xss256k -XX:+AlwaysPreTouch -XX:+PerfDisableSharedMem \\
  -XX:+UseG1GC -XX:G1HeapRegionSize=16m -XX:MaxGCPauseMillis=300 -XX:InitiatingHeapOccupancyPercent=70 \\
  -Xlog:gc=info:file="$CASSANDRA_HOME/logs/gc.log":time:filecount=10,filesize=10485760 \\
  -Djava.net.preferIPv4Stack=true -Djdk.attach.allowAttachSelf=true -Dio.netty.tryReflectionSetAccessible=true \\
  ${javaModuleOptions.join(' ')} \\
  -javaagent:"$CASSANDRA_HOME/lib/jamm-0.4.0.jar" $JVM_EXTRA_OPTS \\
  -Dcassandra.jmx.local.port=7199 -Dlogback.configurationFile=logback.xml -Dcassandra-foreground=yes \\
  -Dcassandra.logdir="$CASSANDRA_HOME/logs" -Dcassandra.storagedir="$CASSANDRA_HOME/data" \\
  -cp "$CASSANDRA_CONF:$CASSANDRA_HOME/lib/*" $properties org.apache.cassandra.service.CassandraDaemon
`;

/** Upstream's fills addresses into cassandra.yaml in place: with a read-only file system both end here. */
const entrypoint = `#!/bin/bash
set -e
if [ "$#" -eq 0 ] || [ "\${1#-}" != "$1" ]; then set -- cassandra -f "$@"; fi
if [ "$1" = cassandra ]; then
  sed -i -e "s/^rpc_address:.*/rpc_address: 0.0.0.0/" "$CASSANDRA_CONF/cassandra.yaml"
  echo "broadcast_rpc_address: $HOSTNAME" >> "$CASSANDRA_CONF/cassandra.yaml"
fi
exec "$@"
`;

/**
 * A slim Debian with Java, Python, the native runtime's Cassandra and PyPI's cqlsh, laid out like
 * https://github.com/docker-library/cassandra. Poorer: no nodetool, no gosu, no jemalloc.
 */
export async function writeCassandraStandIn(folder: string): Promise<string> {
  const root = join(folder, 'root');
  await unpackDebianPackages(debianPackages, root);
  for (const unused of ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info']) {
    await rm(join(root, unused), { recursive: true, force: true });
  }
  const user = 'cassandra:x:999:999::/home/cassandra:/bin/sh';
  await writeFile(join(root, 'etc/passwd'), `root:x:0:0:root:/root:/bin/bash\n${user}\n`);
  await writeFile(join(root, 'etc/group'), 'root:x:0:\ncassandra:x:999:\n');
  await symlink('python3.11', join(root, 'usr/bin/python3'));
  const [java] = await readdir(join(root, 'usr/lib/jvm')).then((all) =>
    all.filter((name) => name.startsWith('java-17-openjdk-')),
  );
  await symlink(`../lib/jvm/${java}/bin/java`, join(root, 'usr/bin/java'));

  const home = join(root, 'opt/cassandra');
  await mkdir(join(home, 'bin'), { recursive: true });
  const { jars } = await provideJars(cassandraEngine, { say: console.error });
  await cp(jars, join(home, 'lib'), { recursive: true });
  await run('python3', [...pip, '--target', join(home, 'pylib'), ...cqlsh]);
  await script(join(home, 'bin/cqlsh'), '#!/bin/sh\nPYTHONPATH=/opt/cassandra/pylib exec python3 -m cqlshlib "$@"\n');
  await script(join(home, 'bin/cassandra'), cassandra);
  for (const [name, target] of [
    ['conf', '/etc/cassandra'],
    ['data', '/var/lib/cassandra'],
    ['logs', '/var/log/cassandra'],
  ] as const) {
    await symlink(target, join(home, name));
  }
  await mkdir(join(root, 'usr/local/bin'), { recursive: true });
  await script(join(root, 'usr/local/bin/docker-entrypoint.sh'), entrypoint);

  for (const own of ['conf', 'data', 'logs']) await mkdir(join(folder, own));
  await writeFile(join(folder, 'conf/cassandra.yaml'), settings);
  await copyFile(join(checkout, 'engines/cassandra/logback.xml'), join(folder, 'conf/logback.xml'));
  return `FROM scratch
COPY root /
COPY --chown=999:999 conf /etc/cassandra
COPY --chown=999:999 data /var/lib/cassandra
COPY --chown=999:999 logs /var/log/cassandra
ENV CASSANDRA_HOME=/opt/cassandra CASSANDRA_CONF=/etc/cassandra
ENV PATH=/opt/cassandra/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
VOLUME ["/var/lib/cassandra"]
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["cassandra", "-f"]
EXPOSE 7000 7001 7199 9042 9160`;
}

async function script(path: string, text: string): Promise<void> {
  await writeFile(path, text);
  await chmod(path, 0o755);
}
