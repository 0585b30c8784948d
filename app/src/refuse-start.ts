import { ConfigError, readConfig, type Config } from './config.ts';

/** Ends the process with one clear message on stderr and exit code 1. */
export function refuseStart(what: string, lines: { expected: string; found: string; next: string }): never {
  const rows = Object.entries(lines).map(
    ([key, text]) => `  ${key.padEnd(9)} ${text.replaceAll('\n', `\n${' '.repeat(12)}`)}`,
  );
  process.stderr.write(`${[what, ...rows, 'Nothing was started.'].join('\n')}\n`);
  process.exit(1);
}

/** The configuration of this process; ends the process if it is invalid. */
export function configOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    return refuseConfig(error);
  }
}

/** Ends the process if `error` says what is wrong with its environment; throws any other error. */
export function refuseConfig(error: unknown): never {
  if (!(error instanceof ConfigError)) throw error;
  return refuseStart('The environment of this service cannot be used.', {
    expected: 'the variables that app/src/config.ts describes',
    found: error.problems.join('\n'),
    next: `correct or unset ${error.problems.map((line) => line.split(':')[0]).join(', ')}`,
  });
}
