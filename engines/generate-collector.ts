// Writes main.go, main_others.go, components.go, go.mod and go.sum of engines/collector from its manifest.yaml, with the
// collector's own builder. Nothing changes unless the builder succeeds.
//   node engines/generate-collector.ts          then: git diff engines/collector
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'collector');
// Without main_windows.go, which the builder writes too: the native runtime is for Linux and macOS.
const generated = ['main.go', 'main_others.go', 'components.go', 'go.mod', 'go.sum'];

const version = /^ {2}version: (\S+)$/m.exec(readFileSync(join(folder, 'manifest.yaml'), 'utf8'))?.[1];
if (!version) throw new Error('engines/collector/manifest.yaml states no dist.version');

const work = mkdtempSync(join(tmpdir(), 'collector-'));
try {
  // With the committed sums only what is new is looked up; the builder's `go mod tidy` drops what is not needed.
  for (const file of ['manifest.yaml', 'go.sum']) copyFileSync(join(folder, file), join(work, file));
  const builder = `go.opentelemetry.io/collector/cmd/builder@v${version}`;
  const { status } = spawnSync('go', ['run', builder, '--config', 'manifest.yaml', '--skip-compilation'], {
    cwd: work,
    stdio: 'inherit',
    env: { ...process.env, GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '-buildvcs=false', CGO_ENABLED: '0' },
  });
  if (status === 0) for (const file of generated) copyFileSync(join(work, file), join(folder, file));
  process.exitCode = status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
