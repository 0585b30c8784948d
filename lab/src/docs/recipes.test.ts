import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';

/** Everything that states what the lab is made of: tests, documents, generated files and what only explains are left out. */
const sources = globSync(['**/*', '.env', '.devcontainer/*'], {
  cwd: checkout,
  withFileTypes: true,
  exclude: ['**/node_modules/**', '.git/**', '.lab/**'],
})
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(checkout.length + 1))
  .filter((file) => /\.(ts|tsx|mjs|js|ya?ml|json)$|^\.env$|Dockerfile$/.test(file))
  .filter(
    (file) =>
      !/^test\/|^docs\/|\.test\.tsx?$|testing|package|^prometheus\/targets\/|^toxiproxy\/|^grafana\/dashboards\//.test(
        file,
      ),
  );

/**
 * The files outside comments that name a part, and the paths of the row of CONTRIBUTING that says where it is named.
 * Exercises, faults, links and panels describe the lab as it is: a new part does not change them.
 */
function compare(part: string, row: string, about: RegExp): { unlisted: string[]; unused: string[] } {
  const named = new RegExp(`(?<![a-z])${part}(?![a-z])`, 'i');
  const files = sources.filter((file) => !about.test(file) && named.test(withoutComments(file)));
  const recipe = readFileSync(join(checkout, 'CONTRIBUTING.md'), 'utf8')
    .split('\n')
    .find((line) => line.startsWith(row))!;
  const paths = [...recipe.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.replace(/<\w+>/g, part));
  expect(paths).not.toEqual([]);
  const covers = (path: string, file: string) => file === path || (path.endsWith('/') && file.startsWith(path));
  return {
    unlisted: files.filter((file) => !paths.some((path) => covers(path, file))),
    unused: paths.filter((path) => !sources.some((file) => covers(path, file))),
  };
}

test('the files that name the role stock are those that the recipe of a role lists', () => {
  const callers =
    /^app\/src\/roles\/(gateway|orders)\/|^lab\/src\/(exercises|faults)\/|^app\/src\/faults\/|^faults\/|^lab\/src\/parts\/links|^docker-compose\.network/;
  expect(compare('stock', '| a role |', callers)).toEqual({ unlisted: [], unused: [] });
});

test('a recipe that leaves out a file is noticed', () => {
  expect(compare('stock', '| a route |', /^$/).unlisted).toContain('docker/services.yaml');
});

function withoutComments(file: string): string {
  const text = readFileSync(join(checkout, file), 'utf8');
  return text.replaceAll(/\/\*[^]*?\*\/|(?<=^|\s)(?:\/\/|#).*$/gm, '');
}
