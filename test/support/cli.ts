import { join } from 'node:path';
import { execa } from 'execa';
import { checkout } from '../../lab/src/base/paths.ts';

/** Runs the tool as a user would, with these variables on top of ours. Never rejects: look at `exitCode`. */
export function labCli(args: string[], env: Record<string, string> = {}) {
  return execa(process.execPath, [join(checkout, 'lab/src/cli/main.ts'), ...args], {
    cwd: checkout,
    env,
    reject: false,
    all: true,
  });
}
