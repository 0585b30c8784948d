import { setTimeout as wait } from 'node:timers/promises';
import { readExposition } from '../backends/exposition.ts';
import { Prometheus } from '../backends/prometheus.ts';
import { storesOf } from '../backends/stores.ts';
import { describeError } from '../base/poll.ts';
import { inWords as lossInWords, lostIn } from '../check/losses.ts';
import { partNames } from '../parts/parts.ts';
import type { Lab } from '../runtime/lab.ts';
import { type Answer, answersIn, answersSince } from './answers.ts';
import { type Counted, countedServices, grownSince, metricsOf, newestTrace } from './arrivals.ts';
import { closeNames } from './close-names.ts';
import { Findings } from './findings.ts';
import { hopsOf, type Seen } from './hops.ts';
import { HungUp } from './hung-up.ts';
import { judgeAnswers } from './judge-answers.ts';
import { lookAtContainers, lookAtProcesses, type Senders } from './look-at-senders.ts';
import { mistakes } from './mistakes.ts';
import { type OwnReceiver, receiverOf } from './own-receiver.ts';
import { shownOn } from './shown-on.ts';
import type { Clue, Finding, WatchState } from './watch-state.ts';

/** What a watch needs of a lab; `project` is the compose project of a lab of containers. */
export type WatchedLab = Pick<Lab, 'endpoints' | 'stack' | 'capabilities' | 'runtime'> & {
  /** Where senders on this machine reach the receiver, if not at the endpoints. */
  receiver?: OwnReceiver;
  /** Name of the lab; of a lab of containers that of its compose project. */
  name?: string;
};

export type WatchOptions = {
  signal?: AbortSignal | undefined;
  /** ms after which hops that still wait have failed, and the watch ends. */
  deadline?: number;
  /** ms between two looks. */
  every?: number;
  /** Whether this machine's processes and containers can be looked at; a container cannot. */
  host?: boolean;
};

/** ms after which silence is a finding. */
const SILENCE = 5_000;

/**
 * Waits for the first data of a service, and yields what is known at each look. Ends when every hop has passed, at the deadline,
 * or when the signal aborts. An engine that does not answer is told in the hop that asks it; nothing throws.
 */
export async function* watchService(
  lab: WatchedLab,
  service: string,
  { signal, deadline = Number.POSITIVE_INFINITY, every = 1_000, host = true }: WatchOptions = {},
): AsyncGenerator<WatchState> {
  const watch = new Watch(lab, service, host);
  for (;;) {
    const state = await watch.look(deadline);
    if (signal?.aborted) return;
    yield state;
    if (state.hops.every((hop) => hop.state === 'passed') || state.seconds * 1000 >= deadline) return;
    await wait(every, undefined, signal ? { signal } : {}).catch(() => {});
    if (signal?.aborted) return;
  }
}

/** One watch: what was there when it began, and what came since. */
class Watch {
  readonly #lab: WatchedLab;
  readonly #service: string;
  readonly #receiver: OwnReceiver;
  readonly #prometheus: Prometheus;
  readonly #began = performance.now();
  readonly #host: boolean;
  readonly #hungUp: HungUp | undefined;
  #answersBefore: Answer[] | undefined;
  #countedBefore: Counted | undefined;
  #kept = new Findings();
  #arrived = false;
  #round = 0;
  #containers: Senders = { findings: [], named: [], nameless: [] };
  #metrics = 0;
  #losses: Clue[] = [];
  #unseen = new Set<string>();

  constructor(lab: WatchedLab, service: string, host: boolean) {
    this.#lab = lab;
    this.#service = service;
    this.#host = host;
    this.#receiver = lab.receiver ?? receiverOf(lab.endpoints);
    this.#prometheus = new Prometheus(lab.endpoints.prometheus);
    const sees = host && process.platform === 'linux';
    this.#hungUp = sees && lab.runtime === 'native' ? new HungUp(this.#receiver) : undefined;
    if (!host)
      this.#unseen.add(
        'The console runs in a container: it sees no process of this machine. npm run lab -- watch on the host sees more.',
      );
    else if (!sees) this.#unseen.add('Processes and connections are only seen on Linux.');
  }

  /** What costs more is looked at every third time. */
  get #isDue(): boolean {
    return this.#round % 3 === 1;
  }

  async look(deadline: number): Promise<WatchState> {
    this.#round += 1;
    this.#hungUp?.look(); // before the counters: each request that they count has its connection here, or none
    const [answers, counted, trace, senders] = await Promise.all([
      this.#answers(),
      settled(countedServices(this.#prometheus)),
      settled(this.#trace()),
      this.#senders(),
    ]);
    if (counted.value) this.#countedBefore ??= counted.value;
    const grown = counted.value ? grownSince(this.#countedBefore!, counted.value) : [];
    const own = counted.value?.get(this.#service);
    const dashboards = own ? await settled(shownOn(this.#service, this.#prometheus, this.#lab)) : { value: [] };
    if (this.#isDue && !own && !trace.value)
      this.#metrics = (await settled(metricsOf(this.#service, this.#prometheus))).value ?? 0;
    const seen: Seen = {
      lab: this.#lab,
      receiver: this.#receiver,
      service: this.#service,
      answers,
      counted,
      trace,
      own,
      dashboards,
      metrics: this.#metrics,
      senders,
    };
    const arrived = own !== undefined || trace.value !== undefined;
    if (arrived && !this.#arrived) this.#begin(answers.all);
    this.#arrived ||= arrived;
    const others = grown.filter((name) => name !== this.#service && !(partNames as readonly string[]).includes(name));
    const findings = await this.#findings(answers.since, senders, others);
    const seconds = (performance.now() - this.#began) / 1000;
    return {
      service: this.#service,
      hops: hopsOf(seen, seconds * 1000 >= deadline),
      findings,
      others: others.slice(0, 20),
      unseen: [...this.#unseen],
      seconds: Math.round(seconds * 10) / 10,
    };
  }

  /** What was wrong before the first span arrived is put right: from here on only what is new counts. */
  #begin(answers: readonly Answer[]): void {
    this.#answersBefore = [...answers];
    this.#kept = new Findings();
  }

  async #answers(): Promise<Seen['answers']> {
    const { value, why } = await settled(readExposition(this.#lab.endpoints.collectorTelemetry).then(answersIn));
    if (value) this.#answersBefore ??= value;
    return { all: value ?? [], since: value ? answersSince(this.#answersBefore!, value) : [], ...(why && { why }) };
  }

  async #trace() {
    const [store] = storesOf(this.#lab.endpoints);
    return store && (await newestTrace(store, this.#service));
  }

  async #senders(): Promise<Senders> {
    if (!this.#host) return this.#containers;
    const processes = await lookAtProcesses(this.#receiver, this.#service);
    if (this.#isDue) await this.#lookAtContainers();
    return {
      findings: [...processes.findings, ...this.#containers.findings],
      named: [...processes.named, ...this.#containers.named],
      nameless: [...processes.nameless, ...this.#containers.nameless],
    };
  }

  async #lookAtContainers(): Promise<void> {
    const { name, runtime } = this.#lab;
    const found = await settled(
      lookAtContainers(this.#receiver, this.#service, runtime === 'docker' ? name : undefined),
    );
    if (found.value) this.#containers = found.value;
    else if (runtime === 'docker') this.#unseen.add('Docker does not answer: containers are not seen.');
  }

  async #findings(answers: readonly Answer[], senders: Senders, others: readonly string[]): Promise<Finding[]> {
    if (this.#isDue) this.#losses = await this.#lookAtLosses();
    const now = [
      ...senders.findings,
      ...judgeAnswers(answers, this.#receiver),
      ...(this.#arrived ? [] : (this.#hungUp?.judge(answers, this.#receiver) ?? [])),
      ...this.#losses,
      ...(this.#arrived ? [] : judgeNames(this.#service, others, senders)),
    ];
    if (this.#arrived) {
      const fresh = new Findings();
      fresh.add(now);
      return fresh.all;
    }
    this.#kept.add(now);
    const explained = this.#kept.has(mistakes.httpToGrpc) || this.#kept.has(mistakes.tls);
    const kept = this.#kept.all.filter(({ mistake }) => mistake !== mistakes.guess || !explained);
    const silent = kept.length === 0 && performance.now() - this.#began >= SILENCE;
    return silent ? [silence(this.#service, this.#receiver, senders, others)] : kept;
  }

  /** What the collector left out of what somebody sent since the watch began. */
  async #lookAtLosses(): Promise<Clue[]> {
    const window = `${Math.ceil((performance.now() - this.#began) / 1000) + 1}s`;
    const { value = [] } = await settled(lostIn(window, this.#prometheus, this.#lab.stack));
    return value
      .filter(({ cause, unit }) => cause === 'sender' && unit === 'spans')
      .map((lost) => ({
        source: 'losses',
        mistake: `left out: ${lost.what}`,
        evidence: `${lossInWords(lost)}: ${lost.why}`,
        fix: lost.next,
      }));
  }
}

/** Names under which spans arrived instead. */
function judgeNames(service: string, others: readonly string[], senders: Senders): Clue[] {
  const unknown = others.filter((name) => name.startsWith('unknown_service'));
  const close = closeNames(service, others);
  const who =
    senders.nameless.length > 0 ? `; ${senders.nameless.join(', ')} sends to this lab and states no name` : '';
  return [
    ...(unknown.length > 0
      ? [
          {
            source: 'names',
            mistake: mistakes.noName,
            evidence: `spans of ${unknown.map((name) => JSON.stringify(name)).join(', ')} arrive${who}`,
            fix: `OTEL_SERVICE_NAME=${service}`,
          },
        ]
      : []),
    ...close.map((name) => ({
      source: 'names',
      mistake: mistakes.otherName,
      evidence: `spans of ${JSON.stringify(name)} arrive, none of ${JSON.stringify(service)}`,
      fix: `OTEL_SERVICE_NAME=${service} (or: npm run lab -- watch ${name})`,
    })),
  ];
}

/** Nothing arrived, nothing was refused, and no variable is wrong. */
function silence(service: string, { http }: OwnReceiver, { named }: Senders, others: readonly string[]): Finding {
  const sent =
    others.length > 0
      ? `spans of ${others
          .slice(0, 5)
          .map((name) => JSON.stringify(name))
          .join(', ')} arrive`
      : "nothing arrives but the lab's own";
  return {
    mistake: 'nothing is sent',
    evidence:
      named.length > 0
        ? `${named.slice(0, 3).join(', ')} has this name and a right address, but ${sent}: is the SDK loaded before the code, and was there a request to trace?`
        : `${sent}, and no process that can be seen has the name ${JSON.stringify(service)} in its variables`,
    fix: `OTEL_SERVICE_NAME=${service} OTEL_EXPORTER_OTLP_ENDPOINT=${http} OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`,
  };
}

/** The value of a promise, or why there is none. */
async function settled<T>(promise: Promise<T>): Promise<{ value?: T; why?: string }> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ why: describeError(error) }),
  );
}
