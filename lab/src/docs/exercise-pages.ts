import type { Exercise } from '../exercises/exercise.ts';
import { commandFor, exercises, inWords } from '../exercises/index.ts';
import { generated } from './generated.ts';

const folder = 'docs/exercises';
const page = 'http://127.0.0.1:4000';

/** Every page of docs/exercises, by its path in the checkout. */
export function exercisePages(): Map<string, string> {
  return new Map([
    [`${folder}/README.md`, overview()],
    ...exercises.map((exercise): [string, string] => [`${folder}/${exercise.id}.md`, pageOf(exercise)]),
  ]);
}

function overview(): string {
  const lines = exercises.map((e, i) => `${i + 1}. [${e.title}](${e.id}.md): ${e.question}`);
  return `${generated('lab/src/exercises')}
# Exercises

Each asks a question about your running lab (\`npm start\`), and the console checks the answer against
that lab: <${page}/learn>. So does \`npm run lab -- answer <exercise> <answer>\`.

${lines.join('\n')}
`;
}

function pageOf(exercise: Exercise): string {
  const steps = exercise.steps.map(
    (step, i) => `${i + 1}. ${step.do}${step.open ? ` [Open](${page}${step.open})` : ''}`,
  );
  return `${generated(`lab/src/exercises/${exercise.id}.ts`)}
# ${exercise.title}

**${exercise.question}** (${exercise.form})
${exercise.needs ? `\nNeeds ${inWords(exercise.needs)}: \`${commandFor(exercise.needs)}\`\n` : ''}
${steps.join('\n')}

Answer on <${page}/learn/${exercise.id}>, or: \`npm run lab -- answer ${exercise.id} '...'\`

<details><summary>What there is to learn</summary>

${exercise.lesson}
</details>
`;
}
