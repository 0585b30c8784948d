import { relative } from 'node:path';
import type { GoEngine } from '../../parts/engines.ts';
import { fileFailure } from '../../base/file-failure.ts';
import { LabError } from '../../base/lab-error.ts';
import { checkout } from '../../base/paths.ts';
import { diskFull, wayOut } from './disk-full.ts';
import { engineFolder } from './engine-hash.ts';

const NETWORK =
  /dial tcp|i\/o timeout|no such host|connection (refused|reset)|proxyconnect|TLS handshake|x509:|unexpected EOF|module lookup disabled|(Get|reading) "?https?:\/\/|\b(403 Forbidden|404 Not Found|410 Gone|50\d )/;

/** Turns go's last lines into an error to act on: disk, network, go.sum, or the build itself. `after` in seconds. */
export async function buildFailure(
  engine: GoEngine,
  tail: readonly string[],
  after: number,
  folder: string,
): Promise<LabError> {
  const full = await diskFull(tail, folder, after);
  if (full) return full;
  const lines = tail.filter((line) => line.trim() && !line.startsWith('go: downloading'));
  const end = 'Finished work is kept; the next start continues from there.';
  const refused = lines.find((line) => /permission denied|read-only file system/.test(line));
  if (refused) {
    return new LabError({
      what: `${engine.title} cannot be built: a folder of Go cannot be written.`,
      expected: 'folders that this user may write: go env GOMODCACHE GOCACHE',
      found: refused.trim(),
      after,
      next: `make it writable, or: ${wayOut(refused)} npm start`,
      end,
    });
  }
  const network = lines.find((line) => NETWORK.test(line));
  if (network) {
    return new LabError({
      what: `${engine.title} cannot be built: a Go module could not be downloaded.`,
      expected: `an answer from the module proxy (GOPROXY=${process.env['GOPROXY'] || 'from go env'})`,
      found: network.trim(),
      after,
      next: 'check the network and GOPROXY, then repeat the command\nor use the Docker runtime: docker compose up -d --wait',
      end,
    });
  }
  const ours = relative(checkout, engineFolder(engine)) || '.';
  const pins = lines.some((line) => /go\.sum|updates to go\.mod needed|checksum mismatch/.test(line));
  return new LabError({
    what: `${engine.title} cannot be built.`,
    expected: `\`go build ${engine.package}\` in ${engine.folder} to succeed`,
    found: lines.slice(-12).join('\n') || 'no output from go',
    after,
    cause: pins ? `go.mod and go.sum of ${engine.folder} do not match` : undefined,
    next: pins
      ? `git checkout ${ours}`
      : 'repeat the command; if it fails again: git status engines, or use the Docker runtime',
    end,
  });
}

/** The error to show for a failure of the file system in our cache folder; any other is returned as it is. `after` in seconds. */
export async function cacheFailure(cause: Error, folder: string, after: number): Promise<Error> {
  const full = await diskFull([cause.message], folder, after);
  if (full) return full;
  const failure = fileFailure(cause)?.failure;
  return failure ? new LabError({ ...failure, after, end: 'Nothing was started.' }) : cause;
}

/** The error for a build that Ctrl-C ended. */
export function interrupted(engine: GoEngine, after: number): LabError {
  return new LabError({
    what: `The build of ${engine.title} was interrupted.`,
    after,
    next: 'repeat the command: it continues where this one stopped',
    end: 'No build is left running; finished engines are kept.',
  });
}
