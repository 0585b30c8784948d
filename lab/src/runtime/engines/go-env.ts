import { existsSync } from 'node:fs';
import { cacheHome } from '../../base/paths.ts';

const ARCH: Record<string, string> = { x64: 'amd64', ia32: '386' };

/**
 * Environment of every `go` call. The developer's GOMODCACHE, GOCACHE, GOPROXY and GOSUMDB are kept: sharing the caches saves
 * downloads and compiling. Variables that would change or break a pinned build are set here. GOFLAGS is a harmless flag because
 * an empty one would let the developer's `go env -w GOFLAGS=…` through.
 */
export function goEnv(workFolder?: string, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...base,
    HOME: existsSync(base['HOME'] ?? '') ? base['HOME'] : cacheHome(), // modules are kept there
    CGO_ENABLED: '0',
    GOOS: process.platform,
    GOARCH: ARCH[process.arch] ?? process.arch,
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-buildvcs=false',
    GOWORK: 'off',
    GO111MODULE: 'on',
    LC_ALL: 'C', // build-failure.ts matches messages of the system
  };
  delete env['GOROOT']; // each go finds its own
  if (workFolder) env['GOTMPDIR'] = workFolder;
  return env;
}
