import { type Answer, isOfReceiver } from './answers.ts';
import { mistakes } from './mistakes.ts';
import { type OwnReceiver, portOf } from './own-receiver.ts';
import { abortedConnections, type Connection, connections } from './sockets.ts';
import type { Clue } from './watch-state.ts';

/** Connections on which the receiver hung up before any request: what greeted it was not its protocol. Linux, native runtime. */
export class HungUp {
  readonly #port: number;
  readonly #grpcPort: number;
  readonly #known = new Set<string>();
  readonly #abortedBefore = abortedConnections();
  #hungUp = 0;
  #abortedIn = 0;
  #aborted = 0;

  constructor({ grpc, http }: OwnReceiver) {
    this.#port = portOf(http);
    this.#grpcPort = portOf(grpc);
    this.#learn(connections());
  }

  /** Looks again. An idle connection that the receiver ends was seen before: it counts as no greeting. */
  look(now: readonly Connection[] = connections(), aborted = abortedConnections()): void {
    this.#hungUp += this.#learn(now);
    const total = (aborted ?? 0) - (this.#abortedBefore ?? 0);
    if (total > this.#aborted) this.#abortedIn += 1;
    this.#aborted = total;
  }

  /** What the connections show that no request of these accounts for. */
  judge(answers: readonly Answer[], { grpc, http }: OwnReceiver): Clue[] {
    const ofHttp = answers.filter((answer) => answer.port === 'http' && isOfReceiver(answer));
    const requests = ofHttp.reduce((sum, answer) => sum + answer.requests, 0);
    const unread = answers.filter(({ status }) => status === '400').reduce((sum, answer) => sum + answer.requests, 0);
    const silent = this.#hungUp - requests;
    if (silent > 0)
      return [
        {
          source: 'connections',
          mistake: mistakes.tls,
          evidence: `${silent} connection${silent === 1 ? '' : 's'} to ${this.#port} ended without a request: what greeted the receiver was not HTTP, probably TLS (https)`,
          fix: `OTEL_EXPORTER_OTLP_ENDPOINT=${http}`,
        },
      ];
    if (this.#abortedIn < 2 || this.#aborted - unread < 2) return [];
    return [
      {
        source: 'connections',
        mistake: mistakes.guess,
        evidence: `since the watch began ${this.#aborted} connections of this machine were ended with data unread, as gRPC's server does on ${this.#grpcPort} when HTTP or TLS greets it; the kernel does not say on which port`,
        fix: `OTEL_EXPORTER_OTLP_ENDPOINT=${http} with protocol http/protobuf, or ${grpc} with grpc`,
      },
    ];
  }

  /** Remembers every connection of the receiver, and counts those that are new and ended already. */
  #learn(now: readonly Connection[]): number {
    const ours = now.filter(({ local }) => local === this.#port);
    const fresh = ours.filter(({ state, ends }) => state === 'ended by us' && !this.#known.has(ends));
    for (const { ends } of ours) this.#known.add(ends);
    return fresh.length;
  }
}
