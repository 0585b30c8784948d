// Writes engines/cassandra/jars.sha256 from what Maven resolves pom.xml to.
//   node engines/list-cassandra-jars.ts          then: git diff engines/cassandra
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'cassandra');
const work = mkdtempSync(join(tmpdir(), 'cassandra-jars-'));
try {
  const args = [
    '-B',
    '-ntp',
    '-f',
    join(folder, 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${work}`,
    '-DincludeScope=runtime',
  ];
  const { status } = spawnSync('mvn', args, { stdio: 'inherit' });
  if (status === 0) {
    const lines = readdirSync(work)
      .sort()
      .map(
        (jar) =>
          `${createHash('sha256')
            .update(readFileSync(join(work, jar)))
            .digest('hex')}  ${jar}`,
      );
    const head =
      '# Every jar that pom.xml resolves to. Made by: node engines/list-cassandra-jars.ts   Check: sha256sum -c';
    writeFileSync(join(folder, 'jars.sha256'), `${[head, ...lines].join('\n')}\n`);
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
