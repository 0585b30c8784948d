import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { askProgram } from '../../../base/ask-program.ts';
import { LabError } from '../../../base/lab-error.ts';
import { findOnPath } from '../find-on-path.ts';

/** A Java that can run Cassandra 5. */
export type Java = { path: string; major: number; version: string };

/** Cassandra 5.0 is made for Java 17; Java 24 removed the security manager, without which it does not start. */
const oldest = 17;
const newest = 23;

/** The Java of JAVA_HOME, else of the PATH. Throws a LabError that says what was found. */
export async function findJava(): Promise<Java> {
  const home = process.env['JAVA_HOME'];
  const path = home ? join(home, 'bin/java') : await findOnPath(['java']);
  const fail = (found: string) =>
    new LabError({
      what: 'Cassandra needs Java.',
      expected: `Java ${oldest} to ${newest}, from JAVA_HOME or the PATH`,
      found,
      next: 'sudo apt-get install openjdk-17-jre-headless (macOS: brew install openjdk@17), or the Tempo stack, which needs none: npm start',
      end: 'Nothing was started.',
    });
  if (!path) throw fail('no java on the PATH, and no JAVA_HOME');
  if (!existsSync(path)) throw fail(`JAVA_HOME=${home}, but no ${path}`);
  const { stderr, failure } = await askProgram(path, ['-version'], { deadline: 20_000 });
  const version = /version "([^"]+)"/.exec(stderr)?.[1];
  if (!version) throw fail(`${path}, which does not print its version: ${stderr.split('\n')[0] || failure}`);
  const major = majorOf(version);
  if (major < oldest || major > newest) throw fail(`${path} is Java ${version}`);
  return { path, major, version };
}

/** 1.8.0_392 is Java 8, 17.0.15 is Java 17. */
export function majorOf(version: string): number {
  const [first, second] = version.split(/[._+-]/).map(Number);
  return (first === 1 ? second : first) ?? 0;
}
