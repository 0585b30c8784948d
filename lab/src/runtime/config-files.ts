import { resolve } from 'node:path';
import { LabError } from '../base/lab-error.ts';
import { type PartName, partsOf, type RuntimeName, type Stack, titleOf } from '../parts/parts.ts';

/** A custom file or folder for an engine: the variable that names it, the part that reads it, and the runtimes that allow it. */
type ConfigFile = { variable: string; part: PartName; runtimes: readonly RuntimeName[] };

const everywhere: readonly RuntimeName[] = ['native', 'docker'];

/** The custom files that engines accept. In Docker, Jaeger's two roles are two containers with a file each. */
export const configFiles: Record<string, ConfigFile> = {
  collector: { variable: 'COLLECTOR_CONFIG', part: 'collector', runtimes: everywhere },
  prometheus: { variable: 'PROMETHEUS_CONFIG', part: 'prometheus', runtimes: everywhere },
  tempo: { variable: 'TEMPO_CONFIG', part: 'tempo', runtimes: everywhere },
  jaeger: { variable: 'JAEGER_CONFIG', part: 'jaeger', runtimes: ['native'] },
  'jaeger-collector': { variable: 'JAEGER_COLLECTOR_CONFIG', part: 'jaeger', runtimes: ['docker'] },
  'jaeger-query': { variable: 'JAEGER_QUERY_CONFIG', part: 'jaeger', runtimes: ['docker'] },
  'jaeger-ui': { variable: 'JAEGER_UI_DIR', part: 'jaeger', runtimes: ['native'] },
  cassandra: { variable: 'CASSANDRA_CONFIG', part: 'cassandra', runtimes: ['native'] },
};

/**
 * A lab's custom files, by their names in `configFiles`: `given`, else the shell's. Paths are absolute.
 * Throws a LabError for one that nothing in this lab would read.
 */
export function chosenConfigs(
  { stack, configs = fromShell() }: { stack: Stack; configs?: Record<string, string> },
  runtime: RuntimeName,
): Record<string, string> {
  for (const [name, path] of Object.entries(configs)) refuseUnread(configFiles[name]!, path, stack, runtime);
  return Object.fromEntries(Object.entries(configs).map(([name, path]) => [name, resolve(path)]));
}

function fromShell(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configFiles).flatMap(([name, { variable }]) => {
      const path = process.env[variable];
      return path ? [[name, path]] : [];
    }),
  );
}

function refuseUnread(
  { variable, part, runtimes }: ConfigFile,
  path: string,
  stack: Stack,
  runtime: RuntimeName,
): void {
  const known = Object.values(configFiles).filter((file) => file.part === part && file.runtimes.includes(runtime));
  const instead = known.map((file) => file.variable).join(', ');
  if (!partsOf(stack, runtime).includes(part)) {
    throw new LabError({
      what: `Nothing would read ${variable}: the ${stack} stack has no ${titleOf(part)}.`,
      found: `${variable}=${path}`,
      next: `npm start without ${variable}, or with another --stack`,
      end: 'Nothing was started.',
    });
  }
  if (runtimes.includes(runtime)) return;
  throw new LabError({
    what: `Nothing would read ${variable} on the ${runtime} runtime.`,
    expected: instead || `no custom file for ${titleOf(part)}`,
    found: `${variable}=${path}`,
    next: `npm start -- --stack ${stack} --runtime ${runtimes[0]}`,
    end: 'Nothing was started.',
  });
}
