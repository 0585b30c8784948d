import { isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { LabError } from '../base/lab-error.ts';

type Path = readonly PropertyKey[];

/** A YAML file whose fields are known, and where each of them is. */
export type ReadYaml<T> = { value: T; lineOf: (path: Path) => number };

/**
 * Reads YAML of a known form. Throws a LabError that names file, line and field of everything that is wrong.
 * `file` is how the error calls it.
 */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): ReadYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken) throw wrongFile(file, [`line ${lines.linePos(broken.pos[0]).line}: ${firstLine(broken.message)}`]);
  const lineOf = (path: Path): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true);
      const range = isNode(node) ? node.range : undefined;
      if (range)
        return lines.linePos(range[0]).line + (isScalar(node) && String(node.type).startsWith('BLOCK') ? 1 : 0);
    }
    return 1;
  };
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { value: parsed.data, lineOf };
  const found = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => at(lineOf([...issue.path, key]), [...issue.path, key], 'no such field'))
      : [at(lineOf(issue.path), issue.path, issue.message)],
  );
  throw wrongFile(file, found);
}

/** An error about a file of `slo/`, with one line for each thing that is wrong. */
export function wrongFile(file: string, found: readonly string[]): LabError {
  return new LabError({
    what: `${file} is no valid objective: no rules were written.`,
    expected: 'the fields that docs/objectives.md names, each with a value of its kind',
    found: found.join('\n'),
    next: 'correct these lines, then: npm run objectives',
  });
}

/** Where something is wrong, and what. */
export function at(line: number, path: Path, what: string): string {
  return `line ${line}, ${fieldOf(path)}: ${what}`;
}

function fieldOf(path: Path): string {
  return (
    path
      .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
      .join('')
      .replace(/^\./, '') || 'the file'
  );
}

const firstLine = (text: string) => text.split('\n')[0]!;
