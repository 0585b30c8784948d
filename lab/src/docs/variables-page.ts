import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { checkout } from '../base/paths.ts';
import { type Variable, variableGroups } from '../parts/variables.ts';
import { generated } from './generated.ts';

/** docs/variables.md: every variable with its default, its meaning and who reads it. */
export function variablesPage(): string {
  const stated = parseEnv(readFileSync(join(checkout, '.env'), 'utf8'));
  return `${generated('lab/src/parts/variables.ts')}
# Variables

A variable of the shell wins over [\`.env\`](../.env): \`PROMETHEUS_PORT=9191 npm start\`. An empty one
counts as not set. What the chosen runtime does not read is passed over;
[shells](troubleshooting.md#shells) says what becomes of variables that are meant for others.
${variableGroups
  .map(
    ({ title, about, variables }) => `
## ${title}
${about}

| variable | default | meaning | runtime |
|---|---|---|---|
${variables.map((variable) => row(variable, stated[variable.name])).join('\n')}
`,
  )
  .join('')}`;
}

function row({ name, meaning, default: otherwise, only }: Variable, stated: string | undefined): string {
  return `| \`${name}\` | ${stated ? `\`${stated}\`` : (otherwise ?? '')} | ${meaning} | ${only ?? 'both'} |`;
}
