import type { LogStore } from '../backends/log-store.ts';
import type { Prometheus } from '../backends/prometheus.ts';
import type { Capability } from '../parts/capabilities.ts';
import type { TraceStore } from '../backends/trace-store.ts';

/** What the check of an answer may use: the running lab. */
export type Evidence = { prometheus: Prometheus; stores: readonly TraceStore[]; logStore: LogStore | undefined };

/** The reply to a learner. `says` states what was found, so that a wrong answer teaches too. */
export type Verdict = { right: boolean; says: string };

/** One step; `open` is an address within the console that shows what the step is about. */
export type Step = { do: string; open?: string };

/** A question about a running lab, whose answer is checked against that lab. */
export type Exercise = {
  id: string;
  title: string;
  /** The capabilities that the lab must have for it. */
  needs?: readonly Capability[];
  question: string;
  /** What an answer looks like. */
  form: string;
  steps: readonly Step[];
  /** What there is to learn, shown after a right answer. */
  lesson: string;
  judge: (answer: string, evidence: Evidence) => Promise<Verdict>;
};

/** Why a lab with these capabilities does not have what an exercise is about; undefined if it has. */
export function lacking({ needs = [] }: Exercise, capabilities: readonly Capability[]): string | undefined {
  if (needs.every((one) => capabilities.includes(one))) return undefined;
  return `This exercise needs ${inWords(needs)}: ${commandFor(needs)}`;
}

/** Capabilities as a sentence names them. */
export const inWords = (needs: readonly Capability[]): string =>
  needs.map((one) => `the capability ${one}`).join(' and ');

/** The command that starts a lab, or extends a running one, with these capabilities. */
export const commandFor = (needs: readonly Capability[]): string => `npm start -- --with ${needs.join(',')}`;
