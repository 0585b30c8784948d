import { setTimeout as wait } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import type { TestLab } from '../test-lab.ts';
import type { Signal } from './bodies.ts';
import { type OddRequest, oddRequests } from './requests.ts';

/** An answer of the receiver: HTTP's status, or `grpc` and its code; 0 for no answer. */
export type Status = number | `grpc ${number}`;

/** How the receiver answered the requests of a run, by kind of request and status. */
export type Answers = { sent: number; byStatus: Record<string, Partial<Record<Status, number>>> };

export type FuzzOptions = {
  seed: number;
  /** For how long to send, s. */
  seconds: number;
  /** Requests per second at most. */
  perSecond: number;
};

/** Sends odd requests to the lab's OTLP receiver, eight at a time: over gRPC what can be sent so and has an even number, the rest over HTTP. */
export async function sendOdd({ endpoints }: Pick<TestLab, 'endpoints'>, options: FuzzOptions): Promise<Answers> {
  const { seed, seconds, perSecond } = options;
  const answers: Answers = { sent: 0, byStatus: {} };
  const requests = oddRequests(seed);
  const grpc = new Client(new URL(endpoints.otlpGrpc).host, credentials.createInsecure());
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const sendOneAfterTheOther = async () => {
    while (elapsed() < seconds) {
      if (answers.sent >= elapsed() * perSecond) {
        await wait(5); // the pace
        continue;
      }
      const request = requests.next().value as OddRequest;
      const overGrpc =
        answers.sent++ % 2 === 0 &&
        request.headers['content-type'] === 'application/x-protobuf' &&
        !('content-encoding' in request.headers);
      const status = overGrpc ? await postGrpc(grpc, request) : await postHttp(endpoints.otlpHttp, request);
      const counts = (answers.byStatus[request.kind] ??= {});
      counts[status] = (counts[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, sendOneAfterTheOther));
  grpc.close();
  return answers;
}

/** How long a request may take, ms. */
const LIMIT = 30_000;

async function postHttp(otlpHttp: string, { signal, headers, body }: OddRequest): Promise<Status> {
  const answer = fetch(`${otlpHttp}/v1/${signal}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(LIMIT),
  });
  return answer.then(
    ({ status }) => status,
    () => 0,
  );
}

const methods: Record<Signal, string> = {
  traces: 'trace.v1.TraceService',
  metrics: 'metrics.v1.MetricsService',
  logs: 'logs.v1.LogsService',
};

function postGrpc(grpc: Client, { signal, body }: OddRequest): Promise<Status> {
  const path = `/opentelemetry.proto.collector.${methods[signal]}/Export`;
  const asIs = (bytes: Buffer) => bytes;
  return new Promise((resolve) => {
    grpc.makeUnaryRequest(path, asIs, asIs, body, { deadline: Date.now() + LIMIT }, (error) =>
      resolve(`grpc ${error?.code ?? 0}`),
    );
  });
}
