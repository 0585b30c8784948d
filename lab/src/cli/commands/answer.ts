import { Argument, type Command } from 'commander';
import { logStoreOf } from '../../backends/log-stores.ts';
import { Prometheus } from '../../backends/prometheus.ts';
import { storesOf } from '../../backends/stores.ts';
import { LabError } from '../../base/lab-error.ts';
import { commandFor, exercises, inWords, lacking } from '../../exercises/index.ts';
import { findLab } from '../../runtime/find-lab.ts';
import { exitCodes } from '../exit-codes.ts';
import { chooseFrom } from '../values.ts';

const ids = exercises.map((exercise) => exercise.id);

/** `lab answer <exercise> [answer]`: exit code 0 only if the running lab says that the answer is right. */
export function addAnswer(lab: Command): void {
  lab
    .command('answer')
    .description('Check an exercise answer against the running lab (docs/exercises)')
    .addArgument(chooseFrom(new Argument('<exercise>', 'Name of the exercise'), ids))
    .argument('[answer]', 'Your answer, in quotes if it contains spaces; without one, the question is shown')
    .action(run);
}

async function run(id: string, given: string | undefined): Promise<void> {
  const exercise = exercises.find((one) => one.id === id)!;
  const answer = given?.trim();
  if (!answer) {
    throw new LabError({
      what: exercise.question,
      expected: `an answer: ${exercise.form}`,
      found: 'none',
      next: `npm run lab -- answer ${exercise.id} '...'`,
    });
  }
  const { endpoints, capabilities } = await findLab();
  const reason = lacking(exercise, capabilities);
  if (reason) {
    throw new LabError({
      what: reason,
      expected: `a lab with ${inWords(exercise.needs!)}`,
      found: `one with ${capabilities.join(', ') || 'no capability'}`,
      next: commandFor(exercise.needs!),
    });
  }
  const { right, says } = await exercise.judge(answer, {
    prometheus: new Prometheus(endpoints.prometheus),
    stores: storesOf(endpoints),
    logStore: logStoreOf(endpoints),
  });
  console.log(`${right ? '✓ Right.' : '✗ Not yet.'} ${says}`);
  if (right) console.log(`\n${exercise.lesson}`);
  else process.exitCode = exitCodes.failed;
}
