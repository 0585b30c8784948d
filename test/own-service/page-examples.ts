import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../lab/src/base/paths.ts';

/** An example of the page: its files by name, and its two commands. */
export type Example = { files: Record<string, string>; install: string; start: string };

/** The examples of docs/own-service.md by name. A fence's second word says what it is: `<example>/<file>`, or `install`, `start`. */
export function readExamples(
  page = readFileSync(join(checkout, 'docs/own-service.md'), 'utf8'),
): Record<string, Example> {
  const examples: Record<string, Example> = {};
  for (const [, name = '', part = '', text = ''] of page.matchAll(/^```\w+ ([\w-]+)\/([\w.-]+)\n([^]*?)^```$/gm)) {
    const example = (examples[name] ??= { files: {}, install: '', start: '' });
    if (part === 'install' || part === 'start') example[part] = text;
    else example.files[part] = text;
  }
  return examples;
}

/** The page's `export` lines that every example needs, as they stand there. */
export const commonVariables = (): string => readExamples()['common']!.files['variables']!;
