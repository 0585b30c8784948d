// Writes docs/exercises/ from the exercises: node lab/src/console/exercises/write-docs.ts. A test compares.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../base/paths.ts';
import type { Exercise } from './exercise.ts';
import { exercises } from './index.ts';

/** Every page below docs/exercises/, by file name. */
export function exercisePages(): Map<string, string> {
  const pages = exercises.map((exercise): [string, string] => [`${exercise.id}.md`, pageOf(exercise)]);
  return new Map([['README.md', overview()], ...pages]);
}

const generated = '<!-- Written by lab/src/console/exercises/write-docs.ts; change the exercise there. -->';
const console_ = 'http://127.0.0.1:4000';

function overview(): string {
  const lines = exercises.map((e, i) => `${i + 1}. [${e.title}](${e.id}.md): ${e.question}`);
  return `${generated}
# Exercises

Each asks something of your running lab (\`npm start\`), and the console checks the answer against that very lab:
<${console_}/learn>. So does \`npm run lab -- answer <exercise> <answer>\`.

${lines.join('\n')}
`;
}

function pageOf(exercise: Exercise): string {
  const steps = exercise.steps.map(
    (step, i) => `${i + 1}. ${step.do}${step.open ? ` [Open](${console_}${step.open})` : ''}`,
  );
  return `${generated}
# ${exercise.title}

**${exercise.question}** (${exercise.form})

${steps.join('\n')}

Answer on <${console_}/learn/${exercise.id}>, or: \`npm run lab -- answer ${exercise.id} '...'\`

<details><summary>What there is to learn</summary>

${exercise.lesson}
</details>
`;
}

if (import.meta.main) {
  const folder = join(checkout, 'docs/exercises');
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of exercisePages()) writeFileSync(join(folder, file), text);
}
