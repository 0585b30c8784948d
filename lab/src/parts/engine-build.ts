/** How one Go engine is found on the PATH or built from pinned modules. */
export type EngineBuild = {
  name: string;
  title: string;
  /** Folder with go.mod and go.sum, from the root of the checkout. */
  folder: string;
  /** The package that `go build` builds. */
  package: string;
  /** The module that carries the engine, whose version go.mod pins. */
  module: string;
  tags: readonly string[];
  /** Name of the finished binary. */
  binary: string;
  /** Names that its binary may have on the PATH. */
  onPath: readonly string[];
  versionArgs: readonly string[];
  /** Where the version is stated: in `.env`, or in `version` for an engine that only our tests use. */
  versionVariable?: `${string}_VERSION`;
  version?: string;
  /** Module version for an engine version; each project has its own scheme. */
  moduleVersion: (version: string) => string;
  /** `symbol=value` for the linker, for an engine that gets its version only from its makefile. */
  versionStamp?: (version: string) => string;
  /** Seconds of a cold build on two idle cores, downloads included; for the estimate. */
  coldSeconds: number;
};

/** The scheme of most projects: engine 1.2.3 is module v1.2.3. */
export const sameVersion = (version: string): string => `v${version}`;

/** For projects whose module versions are unrelated to the engine's: engine version to module version. */
export function listedVersion(listed: Record<string, string>): (version: string) => string {
  return (version) => listed[version] ?? `unknown for ${version}`;
}

/** Prometheus publishes 3.13.3 as Go module v0.313.3: minor in two digits after the major. */
export function prometheusModuleVersion(version: string): string {
  const [major = '', minor = '', patch = ''] = version.split('.');
  return `v0.${major}${minor.padStart(2, '0')}.${patch}`;
}
