import { defineCommand } from 'citty';
import { Prometheus } from '../../backends/prometheus.ts';
import { storesOf } from '../../backends/stores.ts';
import { LabError } from '../../base/lab-error.ts';
import { exercises } from '../../exercises/index.ts';
import { findLab } from '../../runtime/find-lab.ts';

/** `lab answer <exercise> <answer>`: exit 0 only if the running lab says that it is right. */
export const answerCommand = defineCommand({
  meta: { name: 'answer', description: 'Hold the answer of an exercise (docs/exercises) against this lab' },
  args: {
    exercise: { type: 'positional', required: false, description: exercises.map((e) => e.id).join(', ') },
    answer: { type: 'positional', required: false, description: 'The answer, in quotes if it has spaces' },
  },
  run: async ({ args }) => {
    const exercise = exercises.find((e) => e.id === args.exercise);
    if (!exercise) {
      throw new LabError({
        what: args.exercise ? `There is no exercise "${args.exercise}".` : 'Which exercise?',
        expected: exercises.map((e) => e.id).join(', '),
        found: args.exercise ?? 'nothing',
        next: 'docs/exercises/README.md, or the page Learn of the console',
      });
    }
    const answer = args.answer?.trim();
    if (!answer) {
      throw new LabError({
        what: exercise.question,
        expected: `an answer: ${exercise.form}`,
        found: 'none',
        next: `npm run lab -- answer ${exercise.id} '...'`,
      });
    }
    const { endpoints } = await findLab();
    const { right, says } = await exercise.judge(answer, {
      prometheus: new Prometheus(endpoints.prometheus),
      stores: storesOf(endpoints),
    });
    console.log(`${right ? '✓ Right.' : '✗ Not yet.'} ${says}`);
    if (right) console.log(`\n${exercise.lesson}`);
    return right ? 0 : 1;
  },
});
