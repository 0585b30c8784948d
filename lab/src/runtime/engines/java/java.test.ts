import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readLabEnv } from '../../../parts/env-file.ts';
import { findJava, isWithin, majorOf } from './find-java.ts';
import { cassandraEngine, kafkaEngine } from './jar-engines.ts';
import { parseSums, provideJars } from './provide-jars.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-cassandra-'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  [cassandraEngine, 'cassandra-all', 'CASSANDRA_VERSION'],
  [kafkaEngine, 'kafka_2.13', 'KAFKA_VERSION'],
] as const)(
  'pom.xml and the list of jars of $title have the version that .env states',
  (engine, artifact, variable) => {
    const version = readLabEnv({ shell: {} })[variable];
    expect(readFileSync(join(engine.folder, 'pom.xml'), 'utf8')).toContain(
      `<artifactId>${artifact}</artifactId>\n      <version>${version}</version>`,
    );
    expect([...parseSums(readFileSync(join(engine.folder, 'jars.sha256'), 'utf8')).keys()]).toContain(
      `${artifact}-${version}.jar`,
    );
  },
);

test('Kafka runs on a Java that is too new for Cassandra, and the error for an old one offers the lab without it', async () => {
  expect([17, 23, 24].map((major) => isWithin(major, cassandraEngine.java))).toEqual([true, true, false]);
  expect([16, 17, 25].map((major) => isWithin(major, kafkaEngine.java))).toEqual([false, true, true]);
  program('java', 'echo \'openjdk version "11.0.2" 2019-01-15\' >&2');
  vi.stubEnv('JAVA_HOME', undefined);
  await expect(findJava(kafkaEngine)).rejects.toThrow(
    /Kafka needs Java[^]*Java 17 or newer[^]*Java 11\.0\.2[^]*without the shop[^]*npm start[^]*Nothing was started/,
  );
});

test('without Maven, the error says what needs it and how to install it', async () => {
  vi.stubEnv('PATH', folder);
  await expect(provideJars(cassandraEngine, { say: () => {} })).rejects.toThrow(
    /needs Maven[^]*no mvn on the PATH[^]*apt-get install maven/,
  );
});

test('the output of a failed Maven is quoted', async () => {
  program('mvn', 'echo "[ERROR] Could not transfer artifact x: Connection refused"; exit 1');
  await expect(provideJars(cassandraEngine, { say: () => {} })).rejects.toThrow(
    /could not be fetched[^]*Connection refused[^]*Maven Central/,
  );
});

test('a jar with a wrong checksum is refused and not kept', async () => {
  const pinned = join(folder, 'engine');
  mkdirSync(pinned);
  copyFileSync(join(cassandraEngine.folder, 'pom.xml'), join(pinned, 'pom.xml'));
  writeFileSync(join(pinned, 'jars.sha256'), `${'0'.repeat(64)}  a.jar\n`);
  program(
    'mvn',
    'for a in "$@"; do case "$a" in -DoutputDirectory=*) echo other > "${a#-DoutputDirectory=}/a.jar";; esac; done',
  );
  for (let i = 0; i < 2; i++)
    await expect(provideJars({ ...cassandraEngine, folder: pinned }, { say: () => {} })).rejects.toThrow(
      /a\.jar has a wrong checksum/,
    );
});

test('a Java that is too old is reported with its version', async () => {
  program('java', 'echo \'openjdk version "11.0.2" 2019-01-15\' >&2');
  vi.stubEnv('JAVA_HOME', undefined);
  await expect(findJava(cassandraEngine)).rejects.toThrow(/expected +Java 17 to 23[^]*java is Java 11\.0\.2/);
});

test('a missing Java is reported', async () => {
  vi.stubEnv('JAVA_HOME', undefined);
  vi.stubEnv('PATH', folder);
  await expect(findJava(cassandraEngine)).rejects.toThrow(/no java on the PATH/);
});

test('Java versions of both schemes are read', () => {
  expect([majorOf('1.8.0_392'), majorOf('17.0.15'), majorOf('21')]).toEqual([8, 17, 21]);
});

function program(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
}
