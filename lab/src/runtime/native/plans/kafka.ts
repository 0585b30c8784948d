import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { baseEnvironment } from '../../../base/base-environment.ts';
import { checkout } from '../../../base/paths.ts';
import { findJava } from '../../engines/java/find-java.ts';
import { kafkaEngine } from '../../engines/java/jar-engines.ts';
import { provideJars } from '../../engines/java/provide-jars.ts';
import { labFiles } from '../../lab-files.ts';
import { filledIn } from '../filled-in.ts';
import { madeOnce } from '../made-once.ts';
import { runOnce } from '../run-once.ts';
import type { LabState } from '../state-file.ts';
import { explainKafka } from './explain-kafka.ts';
import { dataFolder, type PartPlan } from './plan.ts';

const runFolder = () => join(labFiles().run, 'kafka');
const shared = (file: string) => join(checkout, 'kafka', file);
const log = () => join(dataFolder('kafka'), 'log');

/** Kafka, one node, from Maven Central's jars as a Java process on loopback. */
export const plan: PartPlan = {
  part: 'kafka',
  engines: [],
  provide: async ({ env, say, signal }) => {
    const java = await findJava(kafkaEngine);
    const { jars, origin } = await provideJars(kafkaEngine, { say, signal });
    return {
      java: { path: java.path, origin: 'path', version: java.version },
      kafka: { path: jars, origin, version: env.KAFKA_VERSION },
    };
  },
  prepare: async (state) => {
    for (const folder of [runFolder(), dataFolder('kafka')]) mkdirSync(folder, { recursive: true });
    await madeOnce(log(), (draft) => format(draft, state));
    writeProperties(state, log());
  },
  command: (state) => java(state, ['kafka.Kafka', properties()]),
  explain: (lastLog) => explainKafka(lastLog, dataFolder('kafka')),
  readyWithin: 120_000, // 4 s on two idle cores; after a kill it waits for the end of its old session
  endsWithin: 20_000, // exit code 143, which is a clean end
};

const properties = () => join(runFolder(), 'server.properties');

function writeProperties({ env }: LabState, folder: string): void {
  const values = { PORT: String(env.KAFKA_PORT), CONTROLLER_PORT: String(env.KAFKA_CONTROLLER_PORT), DATA: folder };
  writeFileSync(properties(), filledIn(readFileSync(shared('server.properties'), 'utf8'), values));
}

/** Gives an empty folder the identity of a cluster. */
async function format(draft: string, state: LabState): Promise<void> {
  writeProperties(state, draft);
  const cluster = randomBytes(16).toString('base64url');
  await runOnce(
    'The folder of Kafka cannot be formatted.',
    java(state, ['kafka.tools.StorageTool', 'format', '-t', cluster, '-c', properties()]),
    { explain: plan.explain },
  );
}

/** Without an archive of its classes: that would save 1.1 s of CPU per start, and cost 20 s and 51 MB at the first. */
function java(state: LabState, args: string[]) {
  const [runtime, jars] = [state.engines['java'], state.engines['kafka']];
  if (!runtime || !jars) throw new Error('kafka was not provided');
  return {
    file: runtime.path,
    args: [
      `-Xmx${state.env.KAFKA_HEAP}`,
      '-Xms32M',
      '-XX:+UseSerialGC', // a heap of this size gains nothing by another
      ...(availableParallelism() <= 2 ? ['-XX:TieredStopAtLevel=1'] : []), // the optimizing compiler costs 3 s of CPU
      '-XX:+ExitOnOutOfMemoryError',
      '-XX:+PerfDisableSharedMem',
      `-Dlog4j2.configurationFile=${shared('log4j2.properties')}`,
      '-cp',
      join(jars.path, '*'),
      ...args,
    ],
    cwd: runFolder(),
    env: { ...baseEnvironment(), MALLOC_ARENA_MAX: '1' },
  };
}
