import { samplesOf } from '../backends/exposition.ts';

/**
 * Requests that the collector's receiver answered in one way, and the bytes of their bodies. Of gRPC, `route` is the method and
 * `status` the name of the code. A path that the receiver does not serve has no route.
 */
export type Answer = {
  port: 'grpc' | 'http';
  method: string;
  route: string;
  status: string;
  version: string;
  requests: number;
  bytes: number;
};

/** What the receiver answered since the collector started, from the collector's own metrics. */
export function answersIn(exposition: string): Answer[] {
  const answers = new Map<string, Answer>();
  for (const { name, labels, value } of samplesOf(exposition)) {
    const kind = kinds[name];
    if (!kind) continue;
    const answer: Answer = {
      port: kind.port,
      method: labels['http_request_method'] ?? '',
      route: labels['http_route'] ?? labels['rpc_method'] ?? '',
      status: labels['http_response_status_code'] ?? labels['rpc_response_status_code'] ?? '',
      version: labels['network_protocol_version'] ?? '',
      requests: 0,
      bytes: 0,
    };
    const same = answers.get(keyOf(answer)) ?? answer;
    same[kind.counts] += value;
    answers.set(keyOf(same), same);
  }
  return [...answers.values()];
}

const kinds: Record<string, { port: Answer['port']; counts: 'requests' | 'bytes' }> = {
  http_server_request_duration_count: { port: 'http', counts: 'requests' },
  http_server_request_body_size_sum: { port: 'http', counts: 'bytes' },
  rpc_server_call_duration_count: { port: 'grpc', counts: 'requests' },
};

/** What was answered between two looks. A collector that was restarted begins at zero. */
export function answersSince(before: readonly Answer[], now: readonly Answer[]): Answer[] {
  const old = new Map(before.map((answer) => [keyOf(answer), answer]));
  const restarted = now.some((answer) => answer.requests < (old.get(keyOf(answer))?.requests ?? 0));
  return now.flatMap((answer) => {
    const was = restarted ? undefined : old.get(keyOf(answer));
    const requests = answer.requests - (was?.requests ?? 0);
    return requests > 0 ? [{ ...answer, requests, bytes: answer.bytes - (was?.bytes ?? 0) }] : [];
  });
}

/** Whether the receiver took what was sent. */
export function isTaken({ port, status }: Answer): boolean {
  return port === 'grpc' ? status === 'OK' : status === '200';
}

/** Whether a request came to the receiver: the collector's other pages answer GET, and are counted with it. */
export function isOfReceiver({ port, method, route }: Answer): boolean {
  return port === 'grpc' || route.startsWith('/v1/') || !['GET', 'HEAD'].includes(method);
}

/** How many requests of senders were answered how, in words. */
export function inWords(answers: readonly Answer[]): string {
  const said = answers
    .filter(isOfReceiver)
    .map(({ port, method, status, requests }) =>
      port === 'grpc' ? `${requests} × gRPC ${status}` : `${requests} × ${method} ${status}`,
    );
  return said.join(', ') || 'no request';
}

const keyOf = ({ port, method, route, status, version }: Answer) => [port, method, route, status, version].join('\n');
