import { all, label, metric, resolve, seriesOf, serverSpans, spanKinds } from '@span-metrics-lab/grafana';
import pLimit from 'p-limit';
import { Prometheus } from '../../backends/prometheus.ts';
import { describeError } from '../../base/poll.ts';
import type { Capability } from '../../parts/capabilities.ts';
import type { Endpoints, Stack } from '../../parts/parts.ts';
import type { KnownLoad } from '../load/known-load.ts';
import { ask, type Line, type Window } from './ask.ts';
import { endOfStep } from './end-of-step.ts';
import { judgeLoad, selected, selectedCalls } from './judge-load.ts';
import { judgeShape, type Verdict } from './judge-shape.ts';
import { narrow, uses, windowAround } from './narrow.ts';
import { isOurs } from './ours.ts';
import { cannotBeAsked, isOfSpans, type Question, questionsOf } from './question.ts';
import { changes, type Choice, choicesOf, describeChoice } from './variable-values.ts';
import { judgeVocabulary } from './vocabulary.ts';

/** Something wrong on a dashboard. `query` is its refId, or the name of a variable that has no values. */
export type PanelFinding = Verdict & { dashboard: string; panel: string; query: string; choice: string };

/** What a query expects that its engine did not answer. */
export const anAnswer = 'an answer';

export type PanelsAsked = {
  /** Number of different panels, without jumps, and of queries, with those of jumps. */
  panels: number;
  queries: number;
  /** Queries that gave numbers, and those that were empty for a reason. */
  withData: number;
  empty: { panel: string; query: string; why: string }[];
  notAsked: { panel: string; query: string; why: string }[];
  /** Queries sent to the engines: each query for each value of its variables, and again for the known load. */
  asked: number;
  /** Number of results that were compared with the known load. */
  compared: number;
  findings: PanelFinding[];
};

export type AskPanelsOptions = {
  /** `first`: variables at their initial values. `every`: each value of each variable as well. */
  values: 'first' | 'every';
  /** Requests of ours that the numbers are compared with. */
  load?: KnownLoad;
  /** How long an answer may take to become correct, ms: runtime metrics arrive every 5 s. */
  patience: number;
};

/** Runs every query of every dashboard and jump of a stack, and reports each result that the panels do not expect. */
export async function askPanels(
  lab: { endpoints: Endpoints; stack: Stack; capabilities?: readonly Capability[] },
  options: AskPanelsOptions,
): Promise<PanelsAsked> {
  const prometheus = new Prometheus(lab.endpoints.prometheus);
  const k6 = (await prometheus.query(`group(last_over_time(${metric.k6Requests}[15m]))`)).length > 0;
  const every = questionsOf(lab.stack, lab.capabilities);
  const whyNot = (q: Question) => cannotBeAsked(q, { k6, loki: lab.endpoints['loki'] !== undefined });
  const questions = every.filter((q) => !whyNot(q));
  const session = new Session(lab.endpoints, prometheus, options);
  const findings = [...(await session.vocabulary(questions)), ...(await session.answers(questions))];
  return {
    panels: new Set(every.filter((q) => q.on === 'panel').map((q) => q.panel)).size,
    queries: every.length,
    withData:
      questions.length -
      session.empty.length -
      new Set(findings.map((f) => `${f.dashboard} ${f.panel} ${f.query}`)).size,
    empty: session.empty,
    notAsked: every.flatMap((q) => {
      const why = whyNot(q);
      return why ? [{ panel: q.panel, query: q.query.refId, why }] : [];
    }),
    asked: session.asked,
    compared: session.compared,
    findings: inOrder(every, findings),
  };
}

class Session {
  asked = 0;
  compared = 0;
  readonly empty: PanelsAsked['empty'] = [];
  readonly #endpoints: Endpoints;
  readonly #prometheus: Prometheus;
  readonly #options: AskPanelsOptions;
  readonly #deadline: number;
  readonly #limit = pLimit(6);
  readonly #answers = new Map<string, Promise<Line[]>>();
  readonly #broken = new Set<Question>();

  constructor(endpoints: Endpoints, prometheus: Prometheus, options: AskPanelsOptions) {
    this.#endpoints = endpoints;
    this.#prometheus = prometheus;
    this.#options = options;
    this.#deadline = performance.now() + options.patience;
  }

  /** Finds metrics and labels that do not exist. Their queries are not run again. */
  async vocabulary(questions: readonly Question[]): Promise<PanelFinding[]> {
    let verdicts = new Map<Question, Verdict>();
    do {
      verdicts = await judgeVocabulary(this.#prometheus, questions);
    } while (verdicts.size > 0 && (await this.#again()));
    for (const question of verdicts.keys()) this.#broken.add(question);
    return [...verdicts].map(([question, verdict]) => finding(question, '', verdict));
  }

  async answers(questions: readonly Question[]): Promise<PanelFinding[]> {
    const findings: PanelFinding[] = [];
    for (const dashboard of new Set(questions.map((q) => q.dashboard))) {
      const here = questions.filter((q) => q.dashboard === dashboard);
      const variables = [...new Map(here.flatMap((q) => q.variables).map((v) => [v.name, v])).values()];
      const { choices, missing } = await choicesOf(this.#prometheus, variables, here[0]!.range);
      for (const { variable, selector } of here[0]!.on === 'jump' ? [] : missing) {
        findings.push({
          dashboard,
          panel: '',
          query: variable.name,
          choice: '',
          expected: `values of ${variable.values} in ${selector}`,
          found: 'none',
        });
      }
      const asked = here
        .filter((q) => !this.#broken.has(q))
        .flatMap((question) => this.#choicesFor(question, choices).map((choice) => ({ question, choice })));
      const verdicts = await Promise.all(
        asked.map(({ question, choice }) =>
          this.#limit(async () => ({ question, choice, verdict: await this.#judge(question, choice, choices) })),
        ),
      );
      const reported = new Set<Question>(); // one finding per question is enough
      for (const { question, choice, verdict } of verdicts) {
        if (verdict && !reported.has(question)) findings.push(finding(question, describeChoice(choice), verdict));
        if (verdict) reported.add(question);
      }
    }
    return findings;
  }

  #choicesFor({ query, on }: Question, choices: readonly Choice[]): Choice[] {
    const every = this.#options.values === 'every' && on === 'panel'; // a jump uses the panel's current values
    return choices.filter((c) => c.kind === 'initial' || (every && uses(query, c.variable)));
  }

  async #judge(question: Question, choice: Choice, choices: readonly Choice[]): Promise<Verdict | undefined> {
    try {
      if (isOfOthers(question, choice)) return void (await this.#askWith(question, choice, { range: 300, step: 10 }));
      // for other values of a variable, comparing numbers proves more than the shape
      const shape =
        choice.kind === 'initial' || !this.#isKnown(question, choice)
          ? await this.#judgeShape(question, choice)
          : undefined;
      return shape ?? (await this.#judgeLoad(question, choice, choices));
    } catch (error) {
      return { expected: anAnswer, found: describeError(error) };
    }
  }

  async #judgeShape(question: Question, choice: Choice): Promise<Verdict | undefined> {
    const { query } = question;
    const first = choice.kind === 'initial';
    const { range, step: least } = first
      ? (question.own ?? { range: question.range, step: 5 })
      : { range: 300, step: 10 };
    for (;;) {
      const lines = (await this.#askWith(question, choice, { range, step: least })).filter(isOurLine);
      const none = lines.every((line) => line.points.length === 0);
      const why = none ? await this.#mayBeEmpty(question, choice, range) : undefined;
      const verdict = judgeShape(question, lines, why);
      if (!verdict && why && first) this.empty.push({ panel: question.panel, query: query.refId, why });
      if (!verdict || !(await this.#again())) return verdict;
    }
  }

  /** Why an answer without numbers is correct for these values, if it is. */
  async #mayBeEmpty(question: Question, choice: Choice, range: number): Promise<string | undefined> {
    const { expects, query } = question;
    if (expects.mayBeEmpty) return expects.mayBeEmpty;
    if (expects.settles && !(await this.#hadTraffic(choice, expects.settles, range)))
      return `all requests are younger than ${expects.settles} s`;
    const { load } = this.#options;
    if (choice.kind === 'initial' || !isOfSpans(question)) return undefined;
    if (!load) return 'no requests are known';
    const ofClients = uses(query, 'kind') && choice.values['kind'] === spanKinds.client;
    const ours = ofClients
      ? selectedCalls(question, choice, load)
      : selected(question, choice, load).filter((s) => !s.warmUp).length;
    return ours === 0 ? 'none of our requests is selected' : undefined;
  }

  async #hadTraffic({ values }: Choice, ago: number, range: number): Promise<boolean> {
    const calls = seriesOf(metric.calls, { ...serverSpans, [label.service]: String(values['service']) });
    const window = `${Math.round(range - ago)}s`;
    const last = `max_over_time(${calls}[${window}])`;
    const expr = `sum(${last}) > sum(${calls} offset ${window} or ${last} * 0)`;
    return (await this.#prometheus.query(expr, Date.now() / 1000 - ago)).length > 0;
  }

  /** Whether the load determines a query's numbers. It does not for a window other than ours, or for CLIENT spans. */
  #isKnown({ query, expects, on }: Question, choice: Choice): boolean {
    if (!this.#options.load || !expects.load || on === 'jump' || changes(choice, 'interval')) return false;
    return !uses(query, 'kind') || choice.values['kind'] === spanKinds.server;
  }

  /** Compares the query's numbers with our own requests, which the mark of their run keeps apart from all others. */
  async #judgeLoad(question: Question, choice: Choice, choices: readonly Choice[]): Promise<Verdict | undefined> {
    const { load } = this.#options;
    const { query, expects } = question;
    if (!load || !this.#isKnown(question, choice)) return undefined;
    const seconds = (load.at - load.startedAt) / 1000;
    const range = Math.ceil(seconds) + 5;
    const windows = choices.filter((c) => changes(c, 'interval')).map((c) => String(c.values['interval']));
    const window = windowAround(seconds + 2, windows);
    const { expr } = resolve(query, { ...choice.values, interval: `${window}s` }, { range, step: window });
    const narrowed = narrow(query, expr, load.run);
    this.compared++;
    if (query.datasource === 'prometheus') {
      const lines = await this.#askOnce({ ...question, query: { ...query, instant: true } }, narrowed, {
        start: 0,
        end: load.at / 1000,
        step: window,
      });
      return judgeLoad(question, narrowed, choice, lines, load, true);
    }
    const end = Math.ceil(load.at / 1000) + 5;
    const lines = await this.#ask(question, narrowed, { start: Math.floor(load.startedAt / 1000) - 5, end, step: 5 });
    return judgeLoad(
      question,
      narrowed,
      choice,
      lines,
      load,
      Date.now() - load.endedAt > (expects.settles ?? 2) * 1000,
    );
  }

  /** Queries the known load once: several dashboards have the same query. */
  #askOnce(question: Question, expr: string, window: Window): Promise<Line[]> {
    const known = this.#answers.get(expr) ?? this.#ask(question, expr, window);
    this.#answers.set(expr, known);
    return known;
  }

  /** The answer for these values, over the last `range` seconds. */
  #askWith(question: Question, choice: Choice, { range, step: least }: { range: number; step: number }) {
    const { expr, step } = resolve(question.query, choice.values, { range, step: least });
    // full steps, including the current one: with a step of 15 s the last finished one may be before the traffic
    const end = question.query.instant ? Date.now() / 1000 : endOfStep(Date.now() / 1000, step);
    return this.#ask(question, expr, { start: end - range, end, step });
  }

  #ask(question: Question, expr: string, window: Window): Promise<Line[]> {
    this.asked++;
    return ask(this.#endpoints, question.query, expr, window);
  }

  /** Waits a moment for late data; false when the patience is over. */
  async #again(): Promise<boolean> {
    if (performance.now() >= this.#deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 500));
    return true;
  }
}

/** Whether a query asks for a service that is not the lab's own: any answer is right, but there must be one. */
function isOfOthers({ query }: Question, { values }: Choice): boolean {
  return uses(query, 'service') && [values['service'] ?? []].flat().some((name) => name !== all && !isOurs(name));
}

/** Leaves out what others have sent: it has other metrics, in other ranges. */
function isOurLine({ labels }: Line): boolean {
  const service = labels[label.service];
  return service === undefined || isOurs(service);
}

function finding({ dashboard, panel, query }: Question, choice: string, verdict: Verdict): PanelFinding {
  return { dashboard, panel, query: query.refId, choice, ...verdict };
}

function inOrder(questions: readonly Question[], findings: PanelFinding[]): PanelFinding[] {
  const place = (f: PanelFinding) =>
    questions.findIndex(
      (q) => q.dashboard === f.dashboard && (f.panel === '' || (q.panel === f.panel && q.query.refId === f.query)),
    );
  return findings.sort((a, b) => place(a) - place(b));
}
