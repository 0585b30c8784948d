import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { askProgram } from '../../../base/ask-program.ts';
import { LabError } from '../../../base/lab-error.ts';
import { findOnPath } from '../find-on-path.ts';
import type { JarEngine } from './jar-engines.ts';

/** A Java that can run an engine. */
export type Java = { path: string; major: number; version: string };

/** The Java of JAVA_HOME, else of the PATH. Throws a LabError that says what was found. */
export async function findJava({ title, java: range, without }: JarEngine): Promise<Java> {
  const home = process.env['JAVA_HOME'];
  const path = home ? join(home, 'bin/java') : await findOnPath(['java']);
  const fail = (found: string) =>
    new LabError({
      what: `${title} needs Java.`,
      expected: `Java ${inWords(range)}, from JAVA_HOME or the PATH`,
      found,
      next: `sudo apt-get install openjdk-17-jre-headless (macOS: brew install openjdk@17), or ${without}`,
      end: 'Nothing was started.',
    });
  if (!path) throw fail('no java on the PATH, and no JAVA_HOME');
  if (!existsSync(path)) throw fail(`JAVA_HOME=${home}, but no ${path}`);
  const { stderr, failure } = await askProgram(path, ['-version'], { deadline: 20_000 });
  const version = /version "([^"]+)"/.exec(stderr)?.[1];
  if (!version) throw fail(`${path}, which does not print its version: ${stderr.split('\n')[0] || failure}`);
  const major = majorOf(version);
  if (!isWithin(major, range)) throw fail(`${path} is Java ${version}`);
  return { path, major, version };
}

/** Whether a major version of Java runs an engine. */
export function isWithin(major: number, { oldest, newest }: JarEngine['java']): boolean {
  return major >= oldest && major <= (newest ?? major);
}

/** 1.8.0_392 is Java 8, 17.0.15 is Java 17. */
export function majorOf(version: string): number {
  const [first, second] = version.split(/[._+-]/).map(Number);
  return (first === 1 ? second : first) ?? 0;
}

function inWords({ oldest, newest }: JarEngine['java']): string {
  return newest ? `${oldest} to ${newest}` : `${oldest} or newer`;
}
