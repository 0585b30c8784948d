import { containerTargets } from '../parts/scrape.ts';

/** Prometheus' target files for containers, by their path: what each engine of the parts table exposes. */
export function targetFiles(): [path: string, text: string][] {
  return Object.entries(containerTargets()).map(([file, targets]) => [
    `prometheus/targets/${file}`,
    [
      '# What Prometheus scrapes in Docker; each compose file mounts what its lab has. The native runtime writes its own.',
      '# Written by `npm run docs` from lab/src/parts/table.ts; do not edit.',
      ...targets.map(({ targets: addresses, labels }) =>
        [`- targets: [${addresses.join(', ')}]`, ...labelsLine(labels)].join('\n'),
      ),
      '',
    ].join('\n'),
  ]);
}

function labelsLine(labels: Record<string, string>): string[] {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}: ${value}`);
  return pairs.length > 0 ? [`  labels: { ${pairs.join(', ')} }`] : [];
}
