import { type AlertWindows, secondsOf } from '../../../lab/src/objectives/windows-file.ts';
import { type Condition, conditionsOf, type History } from './history.ts';

/** A history and the steps at which it is looked at. `steady`: as many requests at all times. */
export type Scenario = { name: string; history: History; looks: readonly number[]; steady: boolean };

/** Requests per step: so many that each share of them is a whole number, because sums of fractions look like a restart. */
const perStep = 10_000;

/** Looks are at whole evaluations. */
export const stepsPerEvaluation = 5;
const aligned = (step: number) => Math.round(step / stepsPerEvaluation) * stepsPerEvaluation;

/** Seconds between two samples of the histories: so many that the shortest window has at least five. */
export function stepOf(windows: AlertWindows): number {
  return secondsOf(windows.page.quick.shortWindow) >= 300 ? 60 : 1;
}

/** What is tried with each objective: for each condition a history in which it is the only one of its severity. */
export function scenariosFor(windows: AlertWindows, budget: number): Scenario[] {
  const step = stepOf(windows);
  const enough = secondsOf(windows.page.slow.longWindow) / step;
  const traffic = (name: string, bad: number, rate = perStep): Scenario => ({
    name,
    history: { step, phases: [{ steps: aligned(enough * 1.2), good: rate - bad, bad }] },
    looks: [aligned(enough * 0.5), aligned(enough * 1.1)],
    steady: true,
  });
  return [
    traffic('no request fails', 0),
    traffic('requests fail a little less often than the objective allows', Math.round(perStep * budget * 0.9)),
    traffic('there are no requests', 0, 0),
    silence(step, enough),
    ...conditionsOf(windows).map((condition) => fires(condition, step, budget)),
  ];
}

/** Every request fails, then nobody asks any more. */
function silence(step: number, window: number): Scenario {
  const steps = aligned(window);
  return {
    name: 'every request fails, then none comes',
    history: {
      step,
      phases: [
        { steps, good: 0, bad: perStep },
        { steps: 2 * steps, good: 0, bad: 0 },
      ],
    },
    looks: [steps, aligned(2.5 * steps)],
    steady: false,
  };
}

/**
 * Enough errors for one condition and for none that is stricter, then none. Before a quick one there are ten times as many
 * requests: so the longer windows of the slow one hold too few errors.
 */
function fires({ severity, speed, pair, burn }: Condition, step: number, budget: number): Scenario {
  const [short, long] = [secondsOf(pair.shortWindow) / step, secondsOf(pair.longWindow) / step];
  const bad = Math.round(perStep * budget * burn * 1.15);
  const before = aligned(long * (speed === 'quick' ? 1 : 0.5));
  const began = before;
  const ended = began + aligned(long);
  return {
    name: `a ${severity} for a ${speed} burn fires and resolves`,
    history: {
      step,
      phases: [
        { steps: before, good: speed === 'quick' ? 10 * perStep : perStep, bad: 0 },
        { steps: ended - began, good: perStep - bad, bad },
        { steps: aligned(1.5 * short) + 2 * stepsPerEvaluation, good: perStep, bad: 0 },
      ],
    },
    looks: [began, began + aligned(long * 0.3), ended, ended + aligned(1.5 * short)],
    steady: speed === 'slow',
  };
}
