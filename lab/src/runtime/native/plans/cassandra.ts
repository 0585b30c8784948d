import { baseEnvironment } from '../../../base/base-environment.ts';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findJava } from '../../engines/java/find-java.ts';
import { javaModuleOptions } from '../../engines/cassandra/java-modules.ts';
import { cassandraEngine } from '../../engines/java/jar-engines.ts';
import { provideJars } from '../../engines/java/provide-jars.ts';
import { labFiles } from '../../lab-files.ts';
import { filledIn } from '../filled-in.ts';
import { type LabState } from '../state-file.ts';
import { dataFolder, type PartPlan } from './plan.ts';

const runFolder = () => join(labFiles().run, 'cassandra');

/** Cassandra, one node, from Maven Central's jars as a Java process on loopback. */
export const plan: PartPlan = {
  part: 'cassandra',
  engines: [],
  provide: async ({ env, say, signal }) => {
    const java = await findJava(cassandraEngine);
    const { jars, origin } = await provideJars(cassandraEngine, { say, signal });
    return {
      java: { path: java.path, origin: 'path', version: java.version },
      cassandra: { path: jars, origin, version: env.CASSANDRA_VERSION },
    };
  },
  prepare: (state) => {
    for (const folder of [runFolder(), dataFolder('cassandra'), logFolder()]) mkdirSync(folder, { recursive: true });
    writeFileSync(
      configFile(),
      filledIn(readFileSync(state.configs['cassandra'] ?? join(cassandraEngine.folder, 'cassandra.yaml'), 'utf8'), {
        CQL_PORT: String(state.env.CASSANDRA_PORT),
        STORAGE_PORT: String(state.env.CASSANDRA_STORAGE_PORT),
        DATA: dataFolder('cassandra'),
      }),
    );
  },
  command: (state) => ({
    file: pathOf(state, 'java'),
    args: [
      ...jvmOptions(state),
      ...properties({
        'cassandra.config': `file://${configFile()}`,
        'cassandra.storagedir': dataFolder('cassandra'),
        'cassandra.logdir': logFolder(),
        'logback.configurationFile': join(cassandraEngine.folder, 'logback.xml'),
        'cassandra-foreground': 'yes',
        'cassandra.jmx.local.port': String(state.env.CASSANDRA_JMX_PORT),
        'java.net.preferIPv4Stack': 'true',
        // a single node has no ring to wait for
        'cassandra.ring_delay_ms': '1',
        'cassandra.skip_wait_for_gossip_to_settle': '0',
        'cassandra.superuser_setup_delay_ms': '0',
        'cassandra.shutdown_announce_in_ms': '0',
      }),
      '-cp',
      join(pathOf(state, 'cassandra'), '*'),
      'org.apache.cassandra.service.CassandraDaemon',
    ],
    cwd: runFolder(),
    env: { ...baseEnvironment(), MALLOC_ARENA_MAX: '1' },
  }),
  readyWithin: 180_000, // 5 s on two idle cores, minutes during a build
  endsWithin: 20_000, // it writes its memtables first
};

const configFile = () => join(runFolder(), 'cassandra.yaml');
const logFolder = () => join(labFiles().logs, 'cassandra');

function pathOf(state: LabState, what: 'java' | 'cassandra'): string {
  const found = state.engines[what];
  if (!found) throw new Error(`${what} was not provided`);
  return found.path;
}

/** Cassandra's own jvm17-server.options without its tuning for large heaps. https://github.com/apache/cassandra, conf/ */
function jvmOptions(state: LabState): string[] {
  const major = Number.parseInt(state.engines['java']?.version ?? '17', 10);
  const heap = state.env.CASSANDRA_HEAP;
  return [
    `-Xms${heap}`,
    `-Xmx${heap}`,
    '-XX:+UseSerialGC', // G1 costs 100 MB more and gains nothing at this size
    ...(availableParallelism() <= 2 ? ['-XX:TieredStopAtLevel=1'] : []), // the optimizing compiler would use a core for a minute
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:+PerfDisableSharedMem',
    `-javaagent:${join(pathOf(state, 'cassandra'), 'jamm-0.4.0.jar')}`,
    ...(major > 17 ? ['-Djava.security.manager=allow'] : []),
    ...properties({ 'jdk.attach.allowAttachSelf': 'true', 'io.netty.tryReflectionSetAccessible': 'true' }),
    ...javaModuleOptions,
  ];
}

const properties = (values: Record<string, string>) =>
  Object.entries(values).map(([name, value]) => `-D${name}=${value}`);
