import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { checkout } from '../lab/src/catalog/paths.ts';
import type { Suite } from './suites.ts';

/** How a suite went; a command is one test. */
export type Score = { passed: number; failed: number; skipped: number };

/** Runs a suite and shows what it prints. `file` keeps only files with this in their name. */
export async function runSuite(suite: Suite, file?: string): Promise<Score> {
  if ('command' in suite) {
    const [program = '', ...args] = suite.command;
    const ran = await execa(program, args, {
      cwd: checkout,
      stdio: 'inherit',
      reject: false,
      preferLocal: true,
      localDir: checkout,
    });
    return ran.exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  }
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
        ...(file ? [file, '--passWithNoTests'] : []),
      ],
      {
        cwd: checkout,
        stdio: 'inherit',
        reject: false,
        env: { ...(suite.door && { LAB_TEST_DOOR: suite.door }), ...(suite.stack && { LAB_TEST_STACK: suite.stack }) },
      },
    );
    return scoreOf(report, ran.exitCode ?? 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tests by vitest's own report. A run that failed without a failed test (a hook, a crash) counts as one failure. */
function scoreOf(report: string, exitCode: number): Score {
  type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number };
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    ) as Report;
    const failed = exitCode !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
  } catch {
    return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  }
}
