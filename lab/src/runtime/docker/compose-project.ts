import { execa } from 'execa';
import { LabError } from '../../base/lab-error.ts';
import { checkout } from '../../base/paths.ts';
import { lastLines } from './docker-command.ts';

/** A compose project: its name, its files and the settings that are filled into them. */
export type ComposeProject = {
  /** Undefined until Compose was asked: COMPOSE_PROJECT_NAME or the name in the file. */
  name?: string | undefined;
  files: readonly string[];
  environment: Record<string, string>;
};

/** Arguments of `docker` for a Compose command in a project. */
export function composeArguments({ name, files }: ComposeProject, args: readonly string[]): string[] {
  return ['compose', ...(name ? ['--project-name', name] : []), ...files.flatMap((file) => ['--file', file]), ...args];
}

/** Variables of a shell that would select services and settings of another project. */
const unselected = { COMPOSE_PROFILES: '', COMPOSE_ENV_FILES: '' };

/** Options of execa for a Compose command in a project. It never rejects: check the exit code. */
export function composeOptions({ environment }: ComposeProject) {
  return { cwd: checkout, env: { ...unselected, ...environment }, stdin: 'ignore', reject: false } as const;
}

/** Runs `docker compose …` in a project and returns its stdout. Its error quotes what it printed. */
export async function compose(project: ComposeProject, args: readonly string[]): Promise<string> {
  const result = await execa('docker', composeArguments(project, args), composeOptions(project));
  if (!result.failed) return result.stdout;
  throw new LabError({
    what: `docker compose ${args.join(' ')} failed.`,
    expected: 'exit code 0',
    found: `exit code ${result.exitCode ?? 'none'}`,
    after: result.durationMs / 1000,
    cause: lastLines(result.stderr) || result.originalMessage,
  });
}
