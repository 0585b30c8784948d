import { type EngineBuild, sameVersion } from './engine-build.ts';
import { table } from './table.ts';

/** Programs that are not parts of a lab: the load generator, and what the tests need. */
const tools = [
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
    moduleVersion: sameVersion,
    coldSeconds: 80,
  },
  {
    ...table.find((part) => part.name === 'prometheus')!.engine,
    name: 'promtool',
    title: 'promtool',
    package: 'github.com/prometheus/prometheus/cmd/promtool',
    binary: 'promtool',
    onPath: ['promtool'],
    coldSeconds: 30,
  },
  {
    name: 'sloth', // for the tests and for `npm run objectives`: the rules that it writes are committed
    title: 'Sloth',
    folder: 'engines/sloth',
    package: 'github.com/slok/sloth/cmd/sloth',
    module: 'github.com/slok/sloth',
    tags: [],
    binary: 'sloth',
    onPath: ['sloth'],
    versionArgs: ['version'],
    version: '0.16.0',
    moduleVersion: sameVersion,
    versionStamp: (v) => `github.com/slok/sloth/internal/info.Version=${v}`,
    coldSeconds: 100,
  },
  {
    name: 'toxiproxy', // two parts of the capability network
    title: 'Toxiproxy',
    folder: 'engines/toxiproxy',
    package: 'github.com/Shopify/toxiproxy/v2/cmd/server',
    module: 'github.com/Shopify/toxiproxy/v2',
    tags: [],
    binary: 'toxiproxy-server',
    onPath: ['toxiproxy-server'],
    versionArgs: ['-version'],
    versionVariable: 'TOXIPROXY_VERSION',
    moduleVersion: sameVersion,
    versionStamp: (v) => `github.com/Shopify/toxiproxy/v2.Version=${v}`,
    coldSeconds: 25,
  },
  {
    name: 'guest-go', // a guest, of the capability guests
    title: 'the guest Go',
    folder: 'guests/go',
    package: '.',
    module: 'go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp',
    tags: [],
    binary: 'guest-go',
    onPath: [],
    versionArgs: ['version'],
    version: '0.72.0',
    moduleVersion: sameVersion,
    coldSeconds: 60,
  },
  {
    name: 'compose', // for the tests, where no Docker Compose is installed
    title: 'Docker Compose',
    folder: 'engines/compose',
    package: 'github.com/docker/compose/v2/cmd',
    module: 'github.com/docker/compose/v2',
    tags: [],
    binary: 'docker-compose',
    onPath: ['docker-compose'],
    versionArgs: ['version'],
    version: '2.40.3',
    moduleVersion: sameVersion,
    versionStamp: (v) => `github.com/docker/compose/v2/internal.Version=v${v}`,
    coldSeconds: 90,
  },
] as const satisfies readonly EngineBuild[];

/** An engine or tool that is taken from the PATH or built from pinned Go modules. */
export type GoEngineName = (typeof tools)[number]['name'] | Extract<Row, { engine: unknown }>['engine']['name'];

type Row = (typeof table)[number];
type Versioned = Extract<
  (typeof tools)[number] | Extract<Row, { engine: unknown }>['engine'],
  { versionVariable: unknown }
>;

/** Name of a variable in `.env` that is a version. */
export type VersionVariable =
  | Versioned['versionVariable']
  | Extract<Row, { version: unknown }>['version']
  | (typeof otherImages)[number];

/** How one engine binary is found or built. */
export type GoEngine = Omit<EngineBuild, 'versionVariable'> & {
  name: GoEngineName;
  versionVariable?: VersionVariable;
};

/** Every Go engine, in the order of the data: load, collector, stores. */
export const goEngines: readonly GoEngine[] = [
  tools[0],
  ...table.flatMap((part) => ('engine' in part ? [part.engine] : [])),
  ...tools.slice(1),
];

/** Versions of images that are no part of the table: Node, what the guests are built from, and what Docker's profiles add. */
const otherImages = [
  'LAB_NODE_VERSION',
  'KARMA_VERSION',
  'PYRRA_VERSION',
  'GUEST_PYTHON_VERSION',
  'GUEST_MAVEN_VERSION',
  'GUEST_GO_VERSION',
  'OBI_VERSION',
] as const;

/** Every version that `.env` states: of the Go engines, of the other parts, of Node. */
export const versionVariables: readonly VersionVariable[] = [
  ...new Set<VersionVariable>([
    ...goEngines.flatMap((engine) => engine.versionVariable ?? []),
    ...table.flatMap((part) => ('version' in part ? [part.version] : [])),
    ...otherImages,
  ]),
];

/** Looks an engine up by name. */
export function goEngine(name: GoEngineName): GoEngine {
  const engine = goEngines.find((e) => e.name === name);
  if (!engine) throw new Error(`no engine ${name}`);
  return engine;
}

/** The version that is pinned for an engine, such as 2.8.2. */
export function engineVersion(engine: GoEngine, env: Record<VersionVariable, string>): string {
  const version = engine.versionVariable ? env[engine.versionVariable] : engine.version;
  if (!version) throw new Error(`no version is stated for ${engine.name}`);
  return version;
}
