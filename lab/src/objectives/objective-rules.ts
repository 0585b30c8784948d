import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LabError } from '../base/lab-error.ts';
import { type WindowSet, windowSets } from '../parts/objectives.ts';
import { readObjectiveFile } from './objective-file.ts';
import { runSloth } from './run-sloth.ts';
import { readWindowsFile } from './windows-file.ts';

/**
 * The rules of every objective in `<root>/slo`, for each set of windows: by path from the root. The same input gives the same
 * text. Throws a LabError that names file, line and field.
 */
export async function objectiveRules(sloth: string, root: string): Promise<Map<string, string>> {
  const files = globSync('slo/*.yaml', { cwd: root }).sort();
  const read = files.map((shown) => {
    const path = join(root, shown);
    return { shown, path, file: readObjectiveFile(shown, readFileSync(path, 'utf8')) };
  });
  refuseSameNames(
    read.flatMap(({ shown, file }) =>
      file.value.slos.map(({ name }) => ({ shown, name: `${file.value.service}-${name}` })),
    ),
  );
  const made = windowSets.flatMap((set) => {
    const windows = windowsOf(root, set);
    return read.map(
      async (one): Promise<[string, string]> => [
        `prometheus/objectives/${set}/${basename(one.shown)}`,
        heading(one.shown, set) + (await runSloth(sloth, join(root, 'slo/windows'), { ...one, set, windows })),
      ],
    );
  });
  return new Map(await Promise.all(made));
}

/** The windows of a set, as its file in `<root>/slo/windows` states them. */
export function windowsOf(root: string, set: WindowSet): ReturnType<typeof readWindowsFile> {
  const shown = `slo/windows/${set}.yaml`;
  return readWindowsFile(shown, readFileSync(join(root, shown), 'utf8'));
}

/** Two objectives of one name would write the same series. */
function refuseSameNames(named: readonly { shown: string; name: string }[]): void {
  const twice = named.find(({ name }, i) => named.findIndex((other) => other.name === name) < i);
  if (!twice) return;
  const first = named.find(({ name }) => name === twice.name)!;
  throw new LabError({
    what: `Two objectives are called ${twice.name}: no rules were written.`,
    expected: 'a name of its own for each objective of a service',
    found: `${twice.name} in ${first.shown} and in ${twice.shown}`,
    next: 'rename one of them, then: npm run objectives',
  });
}

const heading = (
  source: string,
  set: WindowSet,
) => `# Recorded shares, burn rates and alerts of ${source}, with the windows of slo/windows/${set}.yaml.
# Written by \`npm run objectives\`; do not edit. Cases that try each rule: test/config/objectives.test.ts
`;
