import { capabilityNames, capabilityVariable } from './capabilities.ts';
import { isPublished, nextVariable, urlVariable } from './endpoints.ts';
import { goEngines, versionVariables } from './engines.ts';
import { appRoles, guests, memoryLimitNames, partNamed, parts, workers } from './parts.ts';

/** A variable that somebody may set. */
export type Variable = {
  name: string;
  /** What it is for, its form and its unit, as docs/variables.md says it. */
  meaning: string;
  /** Value if it is not set; for those in `.env`, the value that `.env` states. */
  default?: string;
  /** Which runtime reads it; both if absent. */
  only?: 'native' | 'Docker';
};

/** Variables that the same reader takes. */
export type VariableGroup = { title: string; about: string; variables: readonly Variable[] };

/** Every variable that the lab, its services, configurations and tests read. docs/variables.md is made from it. */
export const variableGroups: readonly VariableGroup[] = [
  {
    title: 'Versions',
    about: 'In `.env`, read by the tool and by Compose. [Upgrading](upgrading.md) says how to change one.',
    variables: versions(),
  },
  {
    title: 'Addresses and ports',
    about: 'In `.env`, read by the tool and by Compose.',
    variables: [
      {
        name: 'BIND_ADDR',
        meaning:
          'address on which ports are published; any address but loopback needs a custom `GRAFANA_ADMIN_PASSWORD`',
        only: 'Docker',
      },
      {
        name: 'OTLP_CORS_ORIGINS',
        meaning:
          'origins of web pages that may send OTLP over HTTP, separated by commas: [a service of your own](own-service.md#from-a-browser)',
        default: 'none',
      },
      ...ports(),
      { name: 'KARMA_PORT', meaning: 'Karma (profile karma)', default: '8080', only: 'Docker' },
      { name: 'PYRRA_PORT', meaning: 'Pyrra (profile pyrra)', default: '9099', only: 'Docker' },
    ],
  },
  {
    title: 'The lab',
    about: 'For the shell in which you type a command; those that Docker reads may be in `.env` as well.',
    variables: [
      { name: 'LAB_WITH', meaning: 'capabilities to add, separated by commas, as `--with` takes them' },
      { name: 'GENERATOR_RATE', meaning: 'traces per second of the capability generators, 0 to 1000' },
      { name: 'PROMETHEUS_RETENTION', meaning: 'how long Prometheus keeps samples' },
      { name: 'LOGS_RETENTION', meaning: 'how long the log store keeps lines, in days such as `2d`' },
      ...memoryLimitNames.map((name) => ({
        name,
        meaning: 'heap size at which its Go runtime collects garbage more often, such as `420MiB`',
      })),
      {
        name: 'CASSANDRA_HEAP',
        meaning: "Java's heap for Cassandra, such as `512M`; smaller ones: [Jaeger](jaeger.md)",
      },
      {
        name: 'SHOP_SHORTCUT',
        meaning:
          '`commit-first` or `no-outbox`: what the shop leaves out, so that one sees what is lost then ([shop](shop.md))',
      },
      {
        name: 'SLO_WINDOWS',
        meaning:
          '`lesson` or `real`: whether objectives are judged over an hour or over 30 days ([objectives](objectives.md#windows))',
      },
      { name: 'KAFKA_HEAP', meaning: "Java's heap for Kafka, such as `128M`" },
      {
        name: 'SHOP_PASSWORD',
        meaning:
          'password of the user `shop` of Postgres and Valkey; services may read it from the file `SHOP_PASSWORD_FILE`',
      },
      {
        name: 'OBSERVER_PASSWORD',
        meaning:
          'password of the user `observer`, who may only read statistics; the observer may read it from the file `OBSERVER_PASSWORD_FILE`',
      },
      {
        name: 'LAB_LIVE',
        meaning:
          '`1`: a request is in PromQL within 0.3 s instead of 1 s, for more CPU ([how](adr/043-native-histograms-and-exact-totals.md))',
      },
      { name: 'LAB_TELEMETRY', meaning: '`off` runs the services without telemetry', default: '`on`' },
      {
        name: 'LOG_LEVEL',
        meaning:
          'log level of the services: `trace` to `fatal`, or `silent`; any other one of the shell is passed over',
        default: '`info`',
      },
      { name: 'COLLECTOR_CONFIG', meaning: "a layer on top of the collector's configuration" },
      { name: 'TEMPO_CONFIG', meaning: 'another Tempo configuration' },
      { name: 'PROMETHEUS_CONFIG', meaning: 'another Prometheus configuration' },
      { name: 'JAEGER_CONFIG', meaning: 'another Jaeger configuration', only: 'native' },
      { name: 'JAEGER_COLLECTOR_CONFIG', meaning: "another configuration of Jaeger's collector role", only: 'Docker' },
      { name: 'JAEGER_QUERY_CONFIG', meaning: "another configuration of Jaeger's query role", only: 'Docker' },
      { name: 'CASSANDRA_CONFIG', meaning: 'another `cassandra.yaml`, with its placeholders', only: 'native' },
      { name: 'JAEGER_UI_DIR', meaning: "folder with a build of Jaeger's UI", only: 'native' },
      {
        name: 'LAB_HOME',
        meaning: 'folder of state, logs and data; each folder is a separate lab',
        default: '`.lab` in the checkout',
        only: 'native',
      },
      {
        name: 'LAB_ENGINES',
        meaning: '`build` never takes engines from the PATH',
        default: 'search the PATH first',
        only: 'native',
      },
      { name: 'XDG_CACHE_HOME', meaning: 'where engines, jars and the built page are kept', default: '`~/.cache`' },
      { name: 'JAVA_HOME', meaning: 'Java for Cassandra', default: 'java on the PATH', only: 'native' },
      { name: 'GOPROXY', meaning: "Go's module proxy", default: "Go's own", only: 'native' },
      { name: 'PATH', meaning: 'where programs are found; passed on to the processes', only: 'native' },
      { name: 'HOME', meaning: 'passed on to the processes', only: 'native' },
      { name: 'TMPDIR', meaning: 'passed on to the processes', only: 'native' },
      { name: 'LANG', meaning: 'passed on to the processes', only: 'native' },
      { name: 'TERM', meaning: '`dumb`: progress as plain lines; passed on to the processes', only: 'native' },
      { name: 'NO_COLOR', meaning: 'passed on to the processes', only: 'native' },
      { name: 'TZ', meaning: 'passed on to the processes', only: 'native' },
      {
        name: 'GRAFANA_ADMIN_PASSWORD',
        meaning: "password of Grafana's `admin`; set it before the first start",
        default: '`admin`',
        only: 'Docker',
      },
      {
        name: 'CONSOLE_HOSTS',
        meaning: 'further host names under which the console answers, separated by commas',
        only: 'Docker',
      },
      {
        name: 'COMPOSE_PROJECT_NAME',
        meaning: 'name of the lab; each name is a separate lab',
        default: '`span-metrics-lab`',
        only: 'Docker',
      },
      {
        name: 'COMPOSE_FILE',
        meaning:
          'compose files that plain `docker compose` takes, such as a stack and a capability, separated by colons',
        default: '`docker-compose.yaml`',
        only: 'Docker',
      },
      { name: 'DOCKER_HOST', meaning: 'the engine, as Docker takes it', default: "Docker's own", only: 'Docker' },
      {
        name: 'LAB_FAULTS_DIR',
        meaning: 'folder of the files that tell containers of [faults](faults.md); `npm start` takes that of the lab',
        default: '`faults` in the checkout',
        only: 'Docker',
      },
      {
        name: 'LAB_DOCKER_PULL',
        meaning: 'when `npm start` pulls images, as `docker compose up --pull` takes it',
        default: "Compose's own",
        only: 'Docker',
      },
      {
        name: 'LAB_DOCKER_WITHOUT',
        meaning: 'services that `npm start` leaves out, separated by commas',
        only: 'Docker',
      },
    ],
  },
  {
    title: 'The load',
    about: 'Read by `k6-script.js`; `npm run load` and Compose set it.',
    variables: [
      { name: 'BASE_URL', meaning: 'address of gateway', default: '`http://127.0.0.1:8000`' },
      { name: 'SHOP', meaning: '`on` where the lab has the shop: also queued purchases, which are read back' },
    ],
  },
  {
    title: 'The application',
    about: 'Read by each service (`app/src`); both runtimes set them. An invalid value is reported at start.',
    variables: [
      {
        name: 'ROLE',
        meaning: `the role to play: ${[...appRoles, ...workers].map((role) => `\`${role}\``).join(', ')}`,
      },
      { name: 'HOST', meaning: 'address to listen on; the console reads it too', default: '`127.0.0.1`' },
      {
        name: 'PORT',
        meaning: 'port to listen on; the console reads it too',
        default: 'none for a service; 4000 for the console',
      },
      ...peerUrls(),
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', meaning: "the collector's OTLP/gRPC", default: '`http://127.0.0.1:4317`' },
      {
        name: 'OTEL_BSP_SCHEDULE_DELAY',
        meaning: 'ms that a span waits for others of its batch, at most (`pace.env`)',
        default: '200',
      },
      {
        name: 'LAB_LOGS',
        meaning: '`on`: log lines go to the collector too, which the capability logs sets ([logs](logs.md))',
        default: '`off`',
      },
      {
        name: 'LAB_FLAGS',
        meaning: 'the file of feature flags that faults are ([faults](faults.md)); without it none can be switched on',
      },
      { name: 'LAB_METRICS_INTERVAL', meaning: 'ms between two exports of runtime metrics', default: '5000' },
      { name: 'EXECUTOR_INTERVAL', meaning: 'ms between two rounds of executor', default: '5000' },
      { name: 'OBSERVER_INTERVAL', meaning: 'ms between two looks of observer', default: '1000' },
      { name: 'DEPLOYMENT_ENVIRONMENT', meaning: 'the attribute `deployment.environment.name`', default: '`lab`' },
      { name: 'OTEL_LOG_LEVEL', meaning: "the SDK's own log; where it is set, the SDK writes to the console" },
      {
        name: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
        meaning: 'instrumentations to load',
        default: 'the six in use, with the shop eight',
      },
      { name: 'OTEL_NODE_EXPERIMENTAL_SDK_METRICS', meaning: "the SDK's metrics about itself", default: '`true`' },
    ],
  },
  {
    title: 'The console',
    about: 'Read by its server; `npm start` and the compose files set them.',
    variables: [
      { name: 'LAB_STACK', meaning: '`tempo`, `jaeger` or `both`' },
      { name: 'LAB_RUNTIME', meaning: '`native` or `docker`' },
      ...capabilityNames.map((name) => ({
        name: capabilityVariable(name),
        meaning: `if set, the capability ${name} is on`,
      })),
      { name: 'LAB_WITHOUT', meaning: 'parts that the lab was started without, separated by commas' },
      { name: 'ALLOWED_HOSTS', meaning: "host names besides loopback's under which it answers, separated by commas" },
      {
        name: 'REFUSED_NETWORK',
        meaning:
          "a name of the container in the one network whose members are refused: the application's ([why](adr/011-three-networks.md))",
      },
      {
        name: 'LAB_DATA',
        meaning: 'a folder with the volume of each part, read-only: whether their disks have room',
        only: 'Docker',
      },
      { name: 'K6_PATH', meaning: 'path of the k6 that it may run; without it the page shows the command' },
      { name: 'K6_SCRIPT', meaning: 'the script for that k6' },
      { name: 'PAGE_DIR', meaning: 'the built page', default: 'built, or taken from the cache' },
    ],
  },
  {
    title: 'The generator',
    about: 'Read by its server besides `HOST`, `PORT` and `GENERATOR_RATE`; both runtimes set it.',
    variables: [{ name: 'COLLECTOR_URL', meaning: "the collector's OTLP/HTTP", default: '`http://127.0.0.1:4318`' }],
  },
  {
    title: 'The guests',
    about:
      'Read by `guests/`; both runtimes set them. Besides these they read the variables that [OpenTelemetry specifies](https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/).',
    variables: [
      {
        name: 'NEXT_URL',
        meaning: 'base URL of the service that `/chain` calls next; without it, the guest is the last',
      },
      ...guests.map((guest) => ({
        name: nextVariable(guest),
        meaning: `\`NEXT_URL\` of ${partNamed(guest).title}`,
        default: 'the next one; the tool passes over those that are left out',
        only: 'Docker' as const,
      })),
      { name: 'LAB_GUEST_LOGS', meaning: '`otlp`: guests send log lines', default: '`none`', only: 'Docker' },
      {
        name: 'GUEST_GO_SDK_DISABLED',
        meaning: '`true`: the guest Go makes no telemetry',
        default: '`false`',
        only: 'Docker',
      },
    ],
  },
  {
    title: "The engines' configurations",
    about:
      'Read by the files in `otel-collector/`, `tempo/`, `loki/`, `jaeger/` and `grafana/provisioning/`, whose defaults suit Docker; the native runtime sets them.',
    variables: [
      { name: 'PROMETHEUS_URL', meaning: 'Grafana, Jaeger and the writer of dependencies: Prometheus' },
      { name: 'TEMPO_URL', meaning: 'Grafana: Tempo', only: 'Docker' },
      { name: 'JAEGER_URL', meaning: 'Grafana: Jaeger', only: 'Docker' },
      { name: 'LOKI_URL', meaning: 'Grafana: Loki', only: 'Docker' },
      { name: 'ALERTMANAGER_URL', meaning: 'Grafana: Alertmanager', only: 'Docker' },
      { name: 'OTLP_GRPC_ENDPOINT', meaning: 'collector: listens for OTLP/gRPC', default: '`0.0.0.0:4317`' },
      { name: 'OTLP_HTTP_ENDPOINT', meaning: 'collector: listens for OTLP/HTTP', default: '`0.0.0.0:4318`' },
      { name: 'SPAN_METRICS_ENDPOINT', meaning: 'collector: serves RED metrics', default: '`0.0.0.0:8889`' },
      {
        name: 'OTHER_METRICS_ENDPOINT',
        meaning: 'collector: serves metrics of other services',
        default: '`0.0.0.0:8891`',
      },
      {
        name: 'OTHER_GAUGES_ENDPOINT',
        meaning: 'collector: serves gauges of other services',
        default: '`0.0.0.0:8892`',
      },
      {
        name: 'OTHER_RED_ENDPOINT',
        meaning: 'collector: serves RED metrics of other services',
        default: '`0.0.0.0:8893`',
      },
      {
        name: 'INVENTORY_ENDPOINT',
        meaning: 'collector: serves names and units of the metrics that services send',
        default: '`0.0.0.0:8894`',
      },
      {
        name: 'METRICS_FLUSH_INTERVAL',
        meaning: 'collector: how often the connectors hand on what they counted (`pace.env`)',
        default: '`250ms`',
      },
      { name: 'QUEUE_DIR', meaning: 'collector: folder of the queues', default: '`/var/lib/otelcol`' },
      {
        name: 'LAB_DISK',
        meaning: 'collector: where the disk is mounted whose room it reports (machine)',
        default: '`/var/lib/otelcol`',
      },
      {
        name: 'LAB_PROGRAMS',
        meaning: "collector: names of the lab's programs, separated by `|` (machine)",
        only: 'native',
      },
      {
        name: 'LAB_MARK',
        meaning: "collector: what the command lines of the lab's processes begin with (machine)",
        only: 'native',
      },
      { name: 'TEMPO_ENDPOINT', meaning: 'collector: Tempo for OTLP/HTTP', default: '`tempo:4318`' },
      { name: 'JAEGER_ENDPOINT', meaning: 'collector: Jaeger for OTLP/HTTP', default: '`jaeger-collector:4318`' },
      {
        name: 'VICTORIALOGS_ENDPOINT',
        meaning: 'collector: VictoriaLogs',
        default: '`127.0.0.1:9428`',
        only: 'native',
      },
      { name: 'LOKI_ENDPOINT', meaning: 'collector: Loki', default: '`loki-ready:3100`', only: 'Docker' },
      { name: 'RELAY_TEMPO_ENDPOINT', meaning: "collector: relay before Tempo's queue", default: '`127.0.0.1:4319`' },
      { name: 'RELAY_JAEGER_ENDPOINT', meaning: "collector: relay before Jaeger's queue", default: '`127.0.0.1:4320`' },
      { name: 'HEALTH_ENDPOINT', meaning: 'collector, Jaeger: health', default: '`0.0.0.0:13133`' },
      { name: 'TELEMETRY_HOST', meaning: 'collector, Jaeger: address of their own metrics', default: '`0.0.0.0`' },
      { name: 'TELEMETRY_PORT', meaning: 'collector, Jaeger: port of their own metrics', default: '8888' },
      { name: 'LISTEN_ADDR', meaning: 'Tempo: address of its API', default: '`0.0.0.0`' },
      { name: 'TEMPO_HTTP_PORT', meaning: 'Tempo: port of its API', default: '3200' },
      { name: 'TEMPO_OTLP_ENDPOINT', meaning: 'Tempo: listens for OTLP/HTTP', default: '`0.0.0.0:4318`' },
      { name: 'TEMPO_DATA', meaning: 'Tempo: folder of its data', default: '`/var/tempo`' },
      { name: 'LOKI_LISTEN_ADDR', meaning: 'Loki: address of its API', default: '`0.0.0.0`' },
      { name: 'LOKI_HTTP_PORT', meaning: 'Loki: port of its API', default: '3100' },
      { name: 'LOKI_GRPC_PORT', meaning: 'Loki: between its own modules', default: '9095' },
      { name: 'LOKI_DATA', meaning: 'Loki: folder of its data', default: '`/loki`' },
      { name: 'JAEGER_OTLP_ENDPOINT', meaning: 'Jaeger: listens for OTLP/HTTP', default: '`0.0.0.0:4318`' },
      { name: 'JAEGER_HTTP_ENDPOINT', meaning: 'Jaeger: UI and API', default: '`0.0.0.0:16686`' },
      { name: 'JAEGER_GRPC_ENDPOINT', meaning: 'Jaeger: gRPC API, unused here', default: '`0.0.0.0:16685`' },
      {
        name: 'JAEGER_KEYSPACE',
        meaning: 'Jaeger and the writer of dependencies: keyspace in Cassandra',
        default: '`jaeger_v1_dc1`',
      },
      {
        name: 'CASSANDRA_ENDPOINT',
        meaning: 'Jaeger and the writer of dependencies: CQL of Cassandra',
        default: '`cassandra:9042`',
      },
      {
        name: 'TRACE_STORE',
        meaning: "Grafana: data source in which an exemplar's trace opens",
        default: 'set by Compose',
      },
      { name: 'DASHBOARDS_PATH', meaning: 'Grafana: folder of the dashboards', default: 'set by Compose' },
    ],
  },
  {
    title: 'Tests',
    about: 'Read by the tests; `npm test` sets the first three for each suite.',
    variables: [
      { name: 'LAB_TEST_RUNTIME', meaning: '`native` or `docker`', default: '`native`' },
      { name: 'LAB_TEST_STACK', meaning: '`tempo`, `jaeger` or `both`', default: '`tempo`' },
      {
        name: 'LAB_TEST_LANE',
        meaning: 'the range of ports of its labs: 0 from 10,000, 1 from 20,000 on',
        default: '0',
      },
      { name: 'HTTP_FUZZ_SEED', meaning: 'which requests the HTTP fuzz makes', default: '1' },
      { name: 'HTTP_FUZZ_REQUESTS', meaning: 'how many', default: '10000' },
      { name: 'LAB_LOKI_URL', meaning: 'a Loki for the contract of log stores, in place of VictoriaLogs' },
      {
        name: 'LAB_TEST_OUTAGE',
        meaning: 'seconds of an outage on the Jaeger stacks, of the log store and in the matrix of outages',
        default: '20',
      },
      {
        name: 'LAB_TEST_RESULTS',
        meaning: '`on`: the matrix of outages and the proofs of faults keep their figures for `npm run docs`',
      },
      {
        name: 'LAB_IMAGES',
        meaning: "prefix of the images' names, so that labs share them",
        default: 'the project name',
        only: 'Docker',
      },
      { name: 'CHROMIUM_PATH', meaning: "a Chromium for the page's tests", default: 'one on the PATH' },
      { name: 'CI', meaning: 'if set, a missing Docker engine is a failure and engine tests are retried once' },
      { name: 'NODE_EXTRA_CA_CERTS', meaning: 'certificates that npm needs inside the stand-in of the image `node`' },
    ],
  },
];

/** The versions that `.env` states. */
function versions(): Variable[] {
  const imagesBeside: Record<string, string> = {
    KARMA_VERSION: 'Karma, an optional page of alerts',
    PYRRA_VERSION: 'Pyrra, an optional page of objectives',
    GUEST_PYTHON_VERSION: 'Python of the guests’ images',
    GUEST_MAVEN_VERSION: 'Maven that builds it there',
    GUEST_GO_VERSION: 'Go that builds the guest Go’s image',
    OBI_VERSION: 'what looks at the guest Go from the kernel (profile ebpf)',
  };
  return versionVariables.map((name) => {
    const engines = goEngines.filter((engine) => engine.versionVariable === name).map((engine) => engine.title);
    const part = parts.find((one) => one.version === name);
    const what = [...engines, ...(part ? [part.title] : [])];
    const only = what.length === 0 || part?.runtimes ? { only: 'Docker' as const } : {};
    return {
      name,
      meaning: what.join(' and ') || imagesBeside[name] || 'Node of the images',
      ...only,
    };
  });
}

/** Where the roles that others call answer; app/src/roles/role.ts reads them. */
function peerUrls(): Variable[] {
  const called = appRoles.filter((role) =>
    [...appRoles, ...workers].some((caller) => partNamed(caller).feeds.some(({ to }) => to === role)),
  );
  return called.map((role) => ({ name: urlVariable(role), meaning: `base URL at which other services call ${role}` }));
}

/** The ports that `.env` states. */
function ports(): Variable[] {
  return parts.flatMap((part) =>
    part.ports.map((port) => ({
      name: port.variable,
      meaning: [part.title, port.purpose].filter(Boolean).join(': ') + (part.capability ? ` (${part.capability})` : ''),
      ...(!isPublished(port) ? { only: 'native' as const } : part.runtimes ? { only: 'Docker' as const } : {}),
    })),
  );
}
