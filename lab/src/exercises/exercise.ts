import type { Prometheus } from '../backends/prometheus.ts';
import type { TraceStore } from '../backends/trace-store.ts';

/** What a judge may ask: the running lab. */
export type Evidence = { prometheus: Prometheus; stores: readonly TraceStore[] };

/** What a learner is told. `says` names what was found, so that a wrong answer teaches too. */
export type Verdict = { right: boolean; says: string };

/** One step; `open` is an address within the console that shows what the step is about. */
export type Step = { do: string; open?: string };

/** A question to a running lab, whose answer is checked against that very lab. */
export type Exercise = {
  id: string;
  title: string;
  question: string;
  /** What an answer looks like. */
  form: string;
  steps: readonly Step[];
  /** What there is to learn, shown after a right answer. */
  lesson: string;
  judge: (answer: string, evidence: Evidence) => Promise<Verdict>;
};
