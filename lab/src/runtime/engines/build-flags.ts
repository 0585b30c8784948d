import type { GoEngine } from '../../parts/engines.ts';

/**
 * Flags for `go build` and, so that it sees the same packages as stale, for `go list`.
 * `-mod=readonly`: go.mod and go.sum decide, nothing is looked up again. `-trimpath`: the same binary from every checkout.
 */
export function buildFlags(engine: GoEngine, version: string): string[] {
  const stamp = engine.versionStamp ? ` -X ${engine.versionStamp(version)}` : '';
  return [
    '-mod=readonly',
    '-trimpath',
    '-buildvcs=false',
    `-ldflags=-s -w${stamp}`,
    ...(engine.tags.length > 0 ? [`-tags=${engine.tags.join(',')}`] : []),
  ];
}
