import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { checkout } from '../base/paths.ts';
import { hops } from '../check/check.ts';
import { variableGroups } from '../parts/variables.ts';
import { codeOf, readPages } from './markdown.ts';

const { scripts } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const declared = new Set(variableGroups.flatMap(({ variables }) => variables.map(({ name }) => name)));
/** Variables of other programs that the pages mention. */
const foreign = /^(GO[A-Z]+|OTEL_[A-Z_]+|CGO_ENABLED|MAX_HEAP_SIZE)$/;

const pages = readPages().map((page) => ({ ...page, code: codeOf(page.text) }));

test.each(pages)('$path: every command exists, with its flags', async ({ code }) => {
  expect((await Promise.all(code.flatMap(commandsIn).map(wrongWith))).filter(Boolean)).toEqual([]);
});

test('a command, a flag, a script or a part of the tests that does not exist is noticed', async () => {
  const invented = [
    'npm run lab -- fly',
    'npm run lab -- gameday answer --wings',
    'npm start -- --wings',
    'npm run flight',
    'npm test -- wings',
    'lab fly',
  ];
  const complaints = await Promise.all(invented.flatMap(commandsIn).map(wrongWith));
  expect(complaints.filter(Boolean)).toHaveLength(invented.length);
});

test.each(pages)('$path: every file that Compose or Node is given exists', ({ code }) => {
  const files = code.flatMap((text) =>
    [...text.matchAll(/(?:-f|run\.mjs) ([\w./-]+\.(?:ya?ml|ts))/g)].map(([, file = '']) => file),
  );
  expect(files.filter((file) => !existsSync(join(checkout, file)))).toEqual([]);
});

test.each(pages)('$path: every variable that is set exists', ({ code }) => {
  const set = code.flatMap((text) => [...text.matchAll(/(?:^|\s)([A-Z][A-Z0-9_]+)=/g)].map(([, name = '']) => name));
  expect(set.filter((name) => !declared.has(name) && !foreign.test(name))).toEqual([]);
});

test("the README's sample of `npm run check` has every hop in order, the ledger and the verdict of the tool", () => {
  const readme = readFileSync(join(checkout, 'README.md'), 'utf8');
  const [, sample = ''] = /^```\n([✓–] [^]*?)\n```$/m.exec(readme) ?? [];
  const lines = sample.split('\n');
  expect(lines.slice(0, -1).map((line) => line.slice(2).split(/ {2,}/)[0])).toEqual([
    ...Object.values(hops).map((hop) => hop.title),
    'ledger',
  ]);
  const [verdict = 'none'] = lines.at(-1)!.split(' (');
  const tool = globSync('lab/src/{cli,check}/**/*.ts', { cwd: checkout }).map((file) =>
    readFileSync(join(checkout, file), 'utf8'),
  );
  expect(tool.some((text) => text.includes(verdict))).toBe(true);
});

type Command = { script: string; args: string[] };

/** The calls of npm scripts and of the tool in a piece of code. */
function commandsIn(code: string): Command[] {
  const npm = [...code.matchAll(/\bnpm (?:run (?:-s )?([\w:]+)|(start|stop|test))(?: -- ([^;&|]*))?/g)].map(
    ([, run, short, args = '']) => ({ script: run ?? short ?? '', args: args.split(' ').filter(Boolean) }),
  );
  const tool = /^lab (\w.*)$/.exec(code);
  return tool ? [{ script: 'lab', args: tool[1]!.split(' ') }] : npm;
}

/** What is wrong with a command, by the words of the program behind it. */
async function wrongWith({ script, args }: Command): Promise<string | undefined> {
  const program = scripts[script];
  if (!program) return `npm run ${script}`;
  const [file = '', ...given] = program.replace('node lab/bin/run.mjs ', '').split(' ').concat(args);
  const words = given.filter((word) => /^[a-z]/.test(word));
  const flags = given.flatMap((word) => /^--?[a-z][\w-]*/.exec(word)?.[0] ?? []).filter((flag) => flag !== '--help');
  if (file.endsWith('cli/main.ts')) {
    const [command, below] = words;
    if (command && !names(await help(file), command)) return `lab ${command}`;
    const own = await help(file, ...(command ? [command] : []));
    const isSubcommand = new RegExp(`^ {2}${below} `, 'm').test(own);
    const usage = isSubcommand ? own + (await help(file, command!, below!)) : own;
    const unknown = flags.find((flag) => !names(usage, flag) && !usage.includes(`${flag},`));
    return unknown && `lab ${command} ${unknown}`;
  }
  if (file === 'test/run.ts') {
    const usage = await help(file);
    const values = new Set(given.filter((_, i) => given[i - 1]?.startsWith('--')));
    const unknown = [...flags, ...words.filter((word) => !values.has(word))].find((word) => !names(usage, word));
    return unknown && `npm test -- ${unknown}`;
  }
  return undefined;
}

const names = (text: string, word: string) => new RegExp(`(^|[^\\w-])${word}($|[^\\w-])`, 'm').test(text);

const told = new Map<string, Promise<string>>();

/** What a program says of itself; each is asked once. */
function help(file: string, ...command: string[]): Promise<string> {
  const key = [file, ...command].join(' ');
  const answer =
    told.get(key) ??
    execa(process.execPath, [join(checkout, file), ...command, '--help'], { cwd: checkout, reject: false }).then(
      ({ stdout }) => stripVTControlCharacters(stdout),
    );
  told.set(key, answer);
  return answer;
}
