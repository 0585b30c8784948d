import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { checkout } from '../lab/src/base/paths.ts';
import type { Chosen } from './turns.ts';

/** The result of a suite; a command counts as one test. `failures` has a text for each failed test. */
export type Score = { passed: number; failed: number; skipped: number; failures: string[] };

/**
 * Runs a suite. `file` selects of its files those whose names contain it. Its output is shown as it comes, or, of a suite that has
 * others beside it, whole when it is over. `lane`: the range of ports of its labs.
 */
export async function runSuite(
  suite: Chosen,
  { file, beside = false, lane = 0 }: { file?: string | undefined; beside?: boolean; lane?: number } = {},
): Promise<Score> {
  const output = beside ? ({ stdin: 'ignore', all: true } as const) : ({ stdio: 'inherit' } as const);
  const options = { cwd: checkout, reject: false, preferLocal: true, localDir: checkout, ...output } as const;
  const show = (ran: { all?: string | undefined }) => beside && console.log(`\n--- ${suite.name}\n${ran.all}`);
  if ('command' in suite) {
    const [program = '', ...args] = suite.command;
    const ran = await execa(program, args, options);
    show(ran);
    return ran.exitCode === 0
      ? { passed: 1, failed: 0, skipped: 0, failures: [] }
      : { passed: 0, failed: 1, skipped: 0, failures: [suite.command.join(' ')] };
  }
  const files = suite.files?.filter((name) => !file || name.includes(file)) ?? (file ? [file] : []);
  if (suite.files && files.length === 0) return { passed: 0, failed: 0, skipped: 0, failures: [] };
  const folder = mkdtempSync(join(tmpdir(), 'lab-tests-'));
  const report = join(folder, 'report.json');
  try {
    const ran = await execa(
      process.execPath,
      [
        join(checkout, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--project',
        suite.project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...files,
        ...(file ? ['--passWithNoTests'] : []),
      ],
      {
        ...options,
        env: {
          LAB_TEST_LANE: String(lane),
          ...(suite.runtime && { LAB_TEST_RUNTIME: suite.runtime }),
          ...(suite.stack && { LAB_TEST_STACK: suite.stack }),
        },
      },
    );
    show(ran);
    return scoreOf(report, ran.exitCode ?? 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
};

/** Tests by vitest's own report. A run that failed without a failed test (a hook, a crash) counts as one failure. */
function scoreOf(report: string, exitCode: number): Score {
  try {
    const said = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const failures = failuresOf(said);
    if (exitCode !== 0 && failures.length === 0)
      failures.push('the run ended as failed without a failed test: see above');
    return {
      passed: said.numPassedTests,
      failed: failures.length,
      skipped: said.numPendingTests + said.numTodoTests,
      failures,
    };
  } catch {
    const failures = exitCode === 0 ? [] : ['the run ended without a report: see above'];
    return { passed: 0, failed: failures.length, skipped: 0, failures };
  }
}

/** One text per failed test or file: its name and the first lines of its message. */
function failuresOf({ testResults }: Report): string[] {
  return testResults.flatMap((file) => {
    const name = relative(checkout, file.name);
    const tests = file.assertionResults.filter((t) => t.status === 'failed');
    if (tests.length === 0 && file.status === 'failed') return [`${name}\n${firstLines(file.message ?? '')}`];
    return tests.map((t) => `${name} > ${t.fullName}\n${firstLines((t.failureMessages ?? []).join('\n'))}`);
  });
}

function firstLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() && !line.includes('/node_modules/'));
  return lines
    .slice(0, 15)
    .map((line) => `    ${line}`)
    .join('\n');
}
