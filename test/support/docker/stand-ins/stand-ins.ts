import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoEngineName } from '../../../../lab/src/parts/engines.ts';
import { writeCassandraStandIn } from './cassandra-stand-in.ts';
import { unpackDebianPackages } from './debian-packages.ts';
import type { UpstreamImage } from '../images.ts';
import { writeGoStandIn, writeJavaStandIn, writeMavenStandIn, writePythonStandIn } from './guest-stand-ins.ts';
import { writeNodeStandIn } from './node-stand-in.ts';
import { writeKafkaStandIn, writePostgresStandIn, writeValkeyStandIn } from './shop-stand-ins.ts';

/** What a stand-in is made of: the engine binaries it carries and the folder that `docker build` gets. */
export type StandIn = {
  binaries: readonly GoEngineName[];
  /** Fills an empty folder with the build's files and returns the Dockerfile. */
  write: (folder: string, binaries: ReadonlyMap<GoEngineName, string>) => Promise<string>;
};

/**
 * Images that carry upstream's names where upstream's cannot be pulled: user, entrypoint, command and folders are those
 * of upstream's Dockerfiles. Never richer: a shell that upstream's lacks would let a healthcheck pass here and fail for
 * a user. Grafana has none: no module of it is served, so it cannot be built.
 */
export const standIns: Record<Exclude<UpstreamImage, 'grafana'>, StandIn> = {
  // https://github.com/open-telemetry/opentelemetry-collector-releases, distributions/otelcol-contrib/Dockerfile
  collector: {
    binaries: ['collector'],
    async write(folder, binaries) {
      await copyFile(binaries.get('collector')!, join(folder, 'otelcol-contrib'));
      return `FROM scratch
USER 10001:10001
COPY otelcol-contrib /otelcol-contrib
ENTRYPOINT ["/otelcol-contrib"]
CMD ["--config", "/etc/otelcol-contrib/config.yaml"]
EXPOSE 4317 4318 55679`;
    },
  },
  // https://github.com/grafana/tempo, cmd/tempo/Dockerfile
  tempo: {
    binaries: ['tempo'],
    async write(folder, binaries) {
      await copyFile(binaries.get('tempo')!, join(folder, 'tempo'));
      await mkdir(join(folder, 'var-tempo'));
      return `FROM scratch
COPY tempo /tempo
COPY --chown=10001:10001 var-tempo /var/tempo
USER 10001:10001
ENTRYPOINT ["/tempo"]`;
    },
  },
  // https://github.com/prometheus/prometheus, Dockerfile
  prometheus: {
    binaries: ['prometheus', 'promtool'],
    async write(folder, binaries) {
      await writeBusybox(folder, 'nobody:x:65534:65534:nobody:/home:/bin/false');
      await copyFile(binaries.get('prometheus')!, join(folder, 'root/bin/prometheus'));
      await copyFile(binaries.get('promtool')!, join(folder, 'root/bin/promtool'));
      await mkdir(join(folder, 'data'));
      return `FROM scratch
COPY root /
COPY --chown=65534:65534 data /prometheus
USER nobody
EXPOSE 9090
VOLUME ["/prometheus"]
WORKDIR /prometheus
ENTRYPOINT ["/bin/prometheus"]
CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]`;
    },
  },
  // https://github.com/prometheus/alertmanager, Dockerfile. Poorer: no amtool.
  alertmanager: {
    binaries: ['alertmanager'],
    async write(folder, binaries) {
      await writeBusybox(folder, 'nobody:x:65534:65534:nobody:/home:/bin/false');
      await copyFile(binaries.get('alertmanager')!, join(folder, 'root/bin/alertmanager'));
      await mkdir(join(folder, 'data'));
      return `FROM scratch
COPY root /
COPY --chown=65534:65534 data /alertmanager
USER nobody
EXPOSE 9093
VOLUME ["/alertmanager"]
WORKDIR /alertmanager
ENTRYPOINT ["/bin/alertmanager"]
CMD ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"]`;
    },
  },
  // https://github.com/Shopify/toxiproxy, Dockerfile. Poorer: no toxiproxy-cli.
  toxiproxy: {
    binaries: ['toxiproxy'],
    async write(folder, binaries) {
      await copyFile(binaries.get('toxiproxy')!, join(folder, 'toxiproxy'));
      return `FROM scratch
EXPOSE 8474
ENTRYPOINT ["/toxiproxy"]
CMD ["-host=0.0.0.0"]
ENV LOG_LEVEL=info
COPY toxiproxy /toxiproxy`;
    },
  },
  cassandra: { binaries: [], write: writeCassandraStandIn },
  // https://github.com/jaegertracing/jaeger, cmd/jaeger/Dockerfile, on alpine. Poorer: the module has no UI.
  jaeger: {
    binaries: ['jaeger'],
    async write(folder, binaries) {
      await writeBusybox(folder, 'nobody:x:65534:65534:nobody:/:/sbin/nologin');
      await mkdir(join(folder, 'root/cmd/jaeger'), { recursive: true });
      await copyFile(binaries.get('jaeger')!, join(folder, 'root/cmd/jaeger/jaeger-linux'));
      return `FROM scratch
COPY root /
ENV JAEGER_LISTEN_HOST=0.0.0.0 PATH=/usr/bin:/bin
VOLUME ["/tmp"]
USER 10001
EXPOSE 4317 4318 16686 13133
ENTRYPOINT ["/cmd/jaeger/jaeger-linux"]`;
    },
  },
  // https://github.com/grafana/k6, Dockerfile
  k6: {
    binaries: ['k6'],
    async write(folder, binaries) {
      await writeBusybox(folder, 'k6:x:12345:12345:k6:/home/k6:/bin/sh');
      await mkdir(join(folder, 'root/usr/bin'), { recursive: true });
      await copyFile(binaries.get('k6')!, join(folder, 'root/usr/bin/k6'));
      await mkdir(join(folder, 'home'));
      return `FROM scratch
COPY root /
COPY --chown=12345:12345 home /home/k6
ENV PATH=/usr/bin:/bin
USER 12345
WORKDIR /home/k6
ENTRYPOINT ["k6"]`;
    },
  },
  node: { binaries: [], write: writeNodeStandIn },
  postgres: { binaries: [], write: writePostgresStandIn },
  kafka: { binaries: [], write: writeKafkaStandIn },
  valkey: { binaries: [], write: writeValkeyStandIn },
  python: { binaries: [], write: writePythonStandIn },
  maven: { binaries: [], write: writeMavenStandIn },
  java: { binaries: [], write: writeJavaStandIn },
  golang: { binaries: [], write: writeGoStandIn },
};

/** `root/` with a shell and wget, as in alpine and busybox images, and one user. */
async function writeBusybox(folder: string, user: string): Promise<void> {
  await unpackDebianPackages(['busybox-static'], join(folder, 'debian'));
  const bin = join(folder, 'root/bin');
  await mkdir(bin, { recursive: true });
  await copyFile(join(folder, 'debian/usr/bin/busybox'), join(bin, 'busybox')).catch(() =>
    copyFile(join(folder, 'debian/bin/busybox'), join(bin, 'busybox')),
  );
  for (const command of ['sh', 'wget', 'cat', 'ls']) await symlink('busybox', join(bin, command));
  await mkdir(join(folder, 'root/etc'));
  await writeFile(join(folder, 'root/etc/passwd'), `root:x:0:0:root:/root:/bin/sh\n${user}\n`);
}
