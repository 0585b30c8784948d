// Writes jars.sha256 of an engine from what Maven resolves its pom.xml to.
//   node engines/list-jars.ts cassandra          then: git diff engines/cassandra
//   node engines/list-jars.ts guests/spring      a guest's
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const [engine = ''] = process.argv.slice(2);
const folder = join(import.meta.dirname, engine.startsWith('guests/') ? '..' : '', engine);
const pom = join(folder, 'pom.xml');
if (!engine || !existsSync(pom)) {
  console.error(`Expected an engine with a pom.xml, found: ${engine || 'none'}. Next: node engines/list-jars.ts kafka`);
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), `${basename(engine)}-jars-`));
try {
  const args = [
    '-B',
    '-ntp',
    '-f',
    pom,
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
    const head = `# Every jar that pom.xml resolves to. Made by: node engines/list-jars.ts ${engine}   Check: sha256sum -c`;
    writeFileSync(join(folder, 'jars.sha256'), `${[head, ...lines].join('\n')}\n`);
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
