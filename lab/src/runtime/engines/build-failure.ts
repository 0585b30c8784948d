import { relative } from 'node:path';
import type { GoEngine } from '../../parts/engines.ts';
import { LabError } from '../../base/lab-error.ts';
import { checkout } from '../../base/paths.ts';
import { diskFull } from './disk-full.ts';
import { engineFolder } from './engine-hash.ts';

const NETWORK =
  /dial tcp|i\/o timeout|no such host|connection (refused|reset)|proxyconnect|TLS handshake|x509:|unexpected EOF|module lookup disabled|(Get|reading) "?https?:\/\/|\b(403 Forbidden|404 Not Found|410 Gone|50\d )/;

/** Turns go's last lines into what a person can act on: disk, network, go.sum, or the build itself. `after` in seconds. */
export async function buildFailure(
  engine: GoEngine,
  tail: readonly string[],
  after: number,
  folder: string,
): Promise<LabError> {
  const full = await diskFull(tail, folder, after);
  if (full) return full;
  const lines = tail.filter((line) => line.trim() && !line.startsWith('go: downloading'));
  const end = 'What is finished is kept; the next start goes on from there.';
  const network = lines.find((line) => NETWORK.test(line));
  if (network) {
    return new LabError({
      what: `${engine.title} cannot be built: a Go module could not be downloaded.`,
      expected: `an answer of the module proxy (GOPROXY=${process.env['GOPROXY'] || 'as go env says'})`,
      found: network.trim(),
      after,
      next: 'check the network and GOPROXY, then the same command again\nor use the Docker runtime: docker compose up -d --wait',
      end,
    });
  }
  const ours = relative(checkout, engineFolder(engine)) || '.';
  const pins = lines.some((line) => /go\.sum|updates to go\.mod needed|checksum mismatch/.test(line));
  return new LabError({
    what: `${engine.title} cannot be built.`,
    expected: `\`go build ${engine.package}\` in ${engine.folder} to succeed`,
    found: lines.slice(-12).join('\n') || 'no output of go',
    after,
    cause: pins ? `go.mod and go.sum of ${engine.folder} do not fit each other` : undefined,
    next: pins
      ? `git checkout ${ours}`
      : 'the same command again; if it fails again: git status engines, or the Docker runtime',
    end,
  });
}

/** For an error of the file system in our own cache folder. `after` in seconds. */
export async function cacheFailure(cause: NodeJS.ErrnoException, folder: string, after: number): Promise<LabError> {
  return (
    (await diskFull([cause.message], folder, after)) ??
    new LabError({
      what: 'The cache for engines cannot be used.',
      expected: `a folder that can be written: ${folder}`,
      found: cause.message,
      after,
      next: 'mend its rights, or: XDG_CACHE_HOME=/another/folder npm start',
      end: 'Nothing was started.',
    })
  );
}

/** For a build that Ctrl-C ended. */
export function interrupted(engine: GoEngine, after: number): LabError {
  return new LabError({
    what: `The build of ${engine.title} was interrupted.`,
    after,
    next: 'the same command again: it goes on where this one stopped',
    end: 'No build is left running; finished engines are kept.',
  });
}
