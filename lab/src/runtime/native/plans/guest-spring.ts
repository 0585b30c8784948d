import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../../base/paths.ts';
import { findJava } from '../../engines/java/find-java.ts';
import { springEngine } from '../../engines/java/jar-engines.ts';
import { lackingFor, provideJars } from '../../engines/java/provide-jars.ts';
import type { LabState } from '../state-file.ts';
import { guestEnvironment } from './guest.ts';
import type { PartPlan } from './plan.ts';

/** The guest Spring Boot: a jar that Maven makes of guests/spring, with OpenTelemetry's agent before it. */
export const plan: PartPlan = {
  part: 'guest-spring',
  engines: [],
  after: ['collector'], // five more programs at once would make the engines late
  lacks: () => lackingFor(springEngine),
  provide: async ({ say, signal }) => {
    const java = await findJava(springEngine);
    const { jars, origin } = await provideJars(springEngine, { say, signal });
    const version = /spring-boot-(\d[\d.]+)[.]jar/.exec(readdirSync(jars).join(' '))?.[1] ?? 'unknown';
    return {
      java: { path: java.path, origin: 'path', version: java.version },
      'guest-spring': { path: jars, origin, version },
    };
  },
  command: (state) => {
    const { java, jars } = provided(state);
    return {
      file: java,
      args: [
        `-javaagent:${join(jars, agentIn(jars))}`,
        '-Xmx192m',
        '-XX:+UseSerialGC', // a heap of this size gains nothing by another
        '-XX:TieredStopAtLevel=1', // the optimizing compiler triples the start of an instrumented process
        '-XX:+ExitOnOutOfMemoryError',
        '-XX:+PerfDisableSharedMem',
        '-cp',
        join(jars, '*'),
        'guest.Guest',
      ],
      cwd: checkout,
      env: {
        ...guestEnvironment('guest-spring', state, '1.0.0'),
        OTEL_EXPERIMENTAL_SDK_TELEMETRY_VERSION: 'latest', // its SDK's own metrics by today's names and units
      },
    };
  },
  readyWithin: 120_000, // 10 s on two idle cores, 45 s on a busy machine
  endsWithin: 10_000, // it answers what it has begun, and sends its last spans
};

function provided({ engines }: LabState): { java: string; jars: string } {
  const [java, jars] = [engines['java'], engines['guest-spring']];
  if (!java || !jars) throw new Error('guest-spring was not provided');
  return { java: java.path, jars: jars.path };
}

const agentIn = (jars: string): string => readdirSync(jars).find((jar) => jar.startsWith('opentelemetry-javaagent'))!;
