import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readLabEnv } from '../../../parts/env-file.ts';
import { findJava, majorOf } from './find-java.ts';
import { cassandraFolder, parseSums, provideCassandra } from './provide-cassandra.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-cassandra-'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test('pom.xml and the list of jars have the version that .env states', () => {
  const { CASSANDRA_VERSION: version } = readLabEnv({ shell: {} });
  expect(readFileSync(join(cassandraFolder, 'pom.xml'), 'utf8')).toContain(
    `<artifactId>cassandra-all</artifactId>\n      <version>${version}</version>`,
  );
  expect([...parseSums(readFileSync(join(cassandraFolder, 'jars.sha256'), 'utf8')).keys()]).toContain(
    `cassandra-all-${version}.jar`,
  );
});

test('without Maven, the error says what needs it and how to install it', async () => {
  vi.stubEnv('PATH', folder);
  await expect(provideCassandra({ say: () => {} })).rejects.toThrow(
    /needs Maven[^]*no mvn on the PATH[^]*apt-get install maven/,
  );
});

test('the output of a failed Maven is quoted', async () => {
  program('mvn', 'echo "[ERROR] Could not transfer artifact x: Connection refused"; exit 1');
  await expect(provideCassandra({ say: () => {} })).rejects.toThrow(
    /could not be fetched[^]*Connection refused[^]*Maven Central/,
  );
});

test('a jar with a wrong checksum is refused and not kept', async () => {
  const pinned = join(folder, 'engine');
  mkdirSync(pinned);
  copyFileSync(join(cassandraFolder, 'pom.xml'), join(pinned, 'pom.xml'));
  writeFileSync(join(pinned, 'jars.sha256'), `${'0'.repeat(64)}  a.jar\n`);
  program(
    'mvn',
    'for a in "$@"; do case "$a" in -DoutputDirectory=*) echo other > "${a#-DoutputDirectory=}/a.jar";; esac; done',
  );
  for (let i = 0; i < 2; i++)
    await expect(provideCassandra({ say: () => {}, folder: pinned })).rejects.toThrow(/a\.jar has a wrong checksum/);
});

test('a Java that is too old is reported with its version', async () => {
  program('java', 'echo \'openjdk version "11.0.2" 2019-01-15\' >&2');
  vi.stubEnv('JAVA_HOME', undefined);
  await expect(findJava()).rejects.toThrow(/expected +Java 17 to 23[^]*java is Java 11\.0\.2/);
});

test('a missing Java is reported', async () => {
  vi.stubEnv('JAVA_HOME', undefined);
  vi.stubEnv('PATH', folder);
  await expect(findJava()).rejects.toThrow(/no java on the PATH/);
});

test('Java versions of both schemes are read', () => {
  expect([majorOf('1.8.0_392'), majorOf('17.0.15'), majorOf('21')]).toEqual([8, 17, 21]);
});

function program(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
}
