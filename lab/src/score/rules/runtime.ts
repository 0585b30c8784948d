import { each, type Rule } from '../rule.ts';

/** A version that is old enough to be outside, and where that is said. */
type Support = { from: readonly number[]; says: string };

/**
 * The oldest runtime that the newest SDK supports, by `telemetry.sdk.language`. State of 2026-11.
 * nodejs: `engines` of @opentelemetry/sdk-node, by the SDK's major version; python: requires-python of opentelemetry-sdk; java:
 * the agent's documentation; go: go.mod and README of opentelemetry-go; dotnet: README of opentelemetry-dotnet
 */
const oldest: Record<string, Support> = {
  python: { from: [3, 10], says: 'opentelemetry-sdk 1.45 needs Python 3.10' },
  java: { from: [1, 8], says: 'the agent and the SDK need Java 8' },
  go: { from: [1, 25], says: 'opentelemetry-go supports the two newest releases of Go; 1.45 needs Go 1.25' },
  dotnet: { from: [8, 0], says: 'opentelemetry-dotnet supports the .NET versions that Microsoft does' },
};
const oldestNode: Record<string, Support> = {
  1: { from: [14], says: 'the JavaScript SDK 1 needs Node.js 14' },
  2: { from: [18, 19], says: 'the JavaScript SDK 2 needs Node.js 18.19 (or 20.6)' },
  3: { from: [22, 15], says: 'the JavaScript SDK 3 needs Node.js 22.15' },
};

/** SDK-001 of the specification. */
export const runtime: Rule = {
  id: 'SDK-001',
  title: 'The runtime is one that the SDK supports',
  impact: 'low',
  why: 'An SDK on a runtime that it does not support gets no fixes, and soon no new versions.',
  fix: { other: 'Upgrade the runtime to a version that is maintained, then the SDK.' },
  judge: ({ resources }) =>
    each(
      resources.flatMap(({ attributes, span }) => {
        const version = String(attributes['process.runtime.version'] ?? '');
        const support = supportOf(
          String(attributes['telemetry.sdk.language'] ?? ''),
          String(attributes['telemetry.sdk.version'] ?? ''),
        );
        return support && numbersIn(version).length > 0 ? [{ version, support, span }] : [];
      }),
      {
        of: 'runtimes',
        wrong: 'older than the SDK supports',
        none: 'no process.runtime.version of a known language in the resource',
      },
      ({ version, support, span }) =>
        isOlder(numbersIn(version), support.from)
          ? { text: `version ${version.slice(0, 40)}; ${support.says}`, span }
          : undefined,
    ),
};

function supportOf(language: string, sdk: string): Support | undefined {
  return language === 'nodejs' ? oldestNode[sdk.split('.')[0]!] : oldest[language];
}

const numbersIn = (version: string): number[] =>
  (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '').split('.').filter(Boolean).map(Number);

function isOlder(version: readonly number[], from: readonly number[]): boolean {
  const differs = from.findIndex((number, i) => (version[i] ?? 0) !== number);
  return differs >= 0 && (version[differs] ?? 0) < from[differs]!;
}
