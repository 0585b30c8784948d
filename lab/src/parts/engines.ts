import type { LabEnv } from './env-file.ts';

/** Engines that the native runtime takes from the PATH or builds from pinned Go modules. */
export type GoEngineName = 'collector' | 'prometheus' | 'promtool' | 'tempo' | 'jaeger' | 'k6' | 'compose';

/** Names of the variables in `.env` that are versions. */
export type VersionVariable = Extract<keyof LabEnv, `${string}_VERSION`>;

/** How one engine binary is found or built. */
export type GoEngine = {
  name: GoEngineName;
  title: string;
  /** Folder with go.mod and go.sum, from the root of the checkout. */
  folder: string;
  /** What `go build` is asked for. */
  package: string;
  /** The module that carries the engine, whose version go.mod pins. */
  module: string;
  tags: string[];
  /** Name of the finished binary. */
  binary: string;
  /** Names under which people have it on their PATH. */
  onPath: string[];
  versionArgs: string[];
  /** Where the version stands: in `.env`, or, for what only our tests use, in `version`. */
  versionVariable?: VersionVariable;
  version?: string;
  /** Module version for an engine version; each project has its own scheme. */
  moduleVersion: (version: string) => string;
  /** `symbol=value` for the linker, where an engine knows its version only from its makefile. */
  versionStamp?: (version: string) => string;
  /** Seconds of a cold build on two idle cores, downloads included; for the estimate. */
  coldSeconds: number;
};

/** Every Go engine, in the order of the data: load, collector, stores. */
export const goEngines: readonly GoEngine[] = [
  {
    name: 'k6',
    title: 'k6',
    folder: 'engines/k6',
    package: 'go.k6.io/k6/v2',
    module: 'go.k6.io/k6/v2',
    tags: [],
    binary: 'k6',
    onPath: ['k6'],
    versionArgs: ['version'],
    versionVariable: 'K6_VERSION',
    moduleVersion: (v) => `v${v}`,
    coldSeconds: 80,
  },
  {
    name: 'collector',
    title: 'OpenTelemetry Collector',
    folder: 'engines/collector',
    package: '.',
    module: 'go.opentelemetry.io/collector/receiver/otlpreceiver',
    tags: ['grpcnotrace'],
    binary: 'otelcol',
    onPath: ['otelcol-contrib'],
    versionArgs: ['--version'],
    versionVariable: 'COLLECTOR_VERSION',
    moduleVersion: (v) => `v${v}`,
    coldSeconds: 120,
  },
  {
    name: 'prometheus',
    title: 'Prometheus',
    folder: 'engines/prometheus',
    package: 'github.com/prometheus/prometheus/cmd/prometheus',
    module: 'github.com/prometheus/prometheus',
    tags: ['netgo', 'remove_all_sd'],
    binary: 'prometheus',
    onPath: ['prometheus'],
    versionArgs: ['--version'],
    versionVariable: 'PROMETHEUS_VERSION',
    moduleVersion: prometheusModuleVersion,
    versionStamp: (v) => `github.com/prometheus/common/version.Version=${v}`,
    coldSeconds: 95,
  },
  {
    name: 'promtool',
    title: 'promtool',
    folder: 'engines/prometheus',
    package: 'github.com/prometheus/prometheus/cmd/promtool',
    module: 'github.com/prometheus/prometheus',
    tags: ['netgo', 'remove_all_sd'],
    binary: 'promtool',
    onPath: ['promtool'],
    versionArgs: ['--version'],
    versionVariable: 'PROMETHEUS_VERSION',
    moduleVersion: prometheusModuleVersion,
    versionStamp: (v) => `github.com/prometheus/common/version.Version=${v}`,
    coldSeconds: 30,
  },
  {
    name: 'tempo',
    title: 'Tempo',
    folder: 'engines/tempo',
    package: 'github.com/grafana/tempo/cmd/tempo',
    module: 'github.com/grafana/tempo',
    tags: [],
    binary: 'tempo',
    onPath: ['tempo'],
    versionArgs: ['-version'],
    versionVariable: 'TEMPO_VERSION',
    moduleVersion: (v) => ({ '2.8.2': 'v1.5.1-0.20250529124718-87c2dc380cec' })[v] ?? `unknown for ${v}`,
    versionStamp: (v) => `main.Version=${v}`,
    coldSeconds: 175,
  },
  {
    name: 'jaeger',
    title: 'Jaeger',
    folder: 'engines/jaeger',
    package: 'github.com/jaegertracing/jaeger/cmd/jaeger',
    module: 'github.com/jaegertracing/jaeger',
    tags: [],
    binary: 'jaeger',
    onPath: ['jaeger'],
    versionArgs: ['version'],
    versionVariable: 'JAEGER_VERSION',
    moduleVersion: (v) => ({ '2.13.0': 'v1.76.0' })[v] ?? `unknown for ${v}`,
    versionStamp: (v) => `github.com/jaegertracing/jaeger/internal/version.latestVersion=v${v}`,
    coldSeconds: 200,
  },
  {
    name: 'compose', // only for tests of the Docker runtime, where no Docker Compose is installed
    title: 'Docker Compose',
    folder: 'engines/compose',
    package: 'github.com/docker/compose/v2/cmd',
    module: 'github.com/docker/compose/v2',
    tags: [],
    binary: 'docker-compose',
    onPath: ['docker-compose'],
    versionArgs: ['version'],
    version: '2.40.3',
    moduleVersion: (v) => `v${v}`,
    versionStamp: (v) => `github.com/docker/compose/v2/internal.Version=v${v}`,
    coldSeconds: 90,
  },
];

/** Looks an engine up by name. */
export function goEngine(name: GoEngineName): GoEngine {
  const engine = goEngines.find((e) => e.name === name);
  if (!engine) throw new Error(`no engine ${name}`);
  return engine;
}

/** The version that is pinned for an engine, such as 2.8.2. */
export function engineVersion(engine: GoEngine, env: Pick<LabEnv, VersionVariable>): string {
  const version = engine.versionVariable ? env[engine.versionVariable] : engine.version;
  if (!version) throw new Error(`no version is stated for ${engine.name}`);
  return version;
}

/** Prometheus publishes 3.13.3 as Go module v0.313.3: minor in three digits after the major. */
function prometheusModuleVersion(version: string): string {
  const [major = '', minor = '', patch = ''] = version.split('.');
  return `v0.${major}${minor.padStart(2, '0')}.${patch}`;
}
