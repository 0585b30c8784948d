import { type Answer, isOfReceiver } from './answers.ts';
import { mistakes } from './mistakes.ts';
import { type OwnReceiver, portOf } from './own-receiver.ts';
import type { Clue } from './watch-state.ts';

/** Most bytes of a request that the receiver takes: `max_request_body_size` in otel-collector/base.yaml, gRPC's default. */
const LARGEST = 4 * 2 ** 20;

/** Mistakes that show in what the receiver answered. Who made them, the receiver does not know. */
export function judgeAnswers(answers: readonly Answer[], { grpc, http }: OwnReceiver): Clue[] {
  const [grpcPort, httpPort] = [portOf(grpc), portOf(http)];
  return rules.flatMap(({ mistake, fits, says, fix }) => {
    const found = answers.filter((answer) => fits(answer, answers));
    const requests = found.reduce((sum, answer) => sum + answer.requests, 0);
    if (requests === 0) return [];
    const counted = `${requests} request${requests === 1 ? '' : 's'}`;
    return [{ source: 'receiver', mistake, evidence: says(counted, { grpcPort, httpPort }), fix: fix({ grpc, http }) }];
  });
}

type Ports = { grpcPort: number; httpPort: number };
type Rule = {
  mistake: string;
  fits: (answer: Answer, all: readonly Answer[]) => boolean;
  says: (counted: string, ports: Ports) => string;
  fix: (receiver: OwnReceiver) => string;
};

const post = (status: string) => (answer: Answer) => answer.method === 'POST' && answer.status === status;
const bytesEach = ({ bytes, requests }: Answer) => bytes / requests;

const rules: readonly Rule[] = [
  {
    mistake: mistakes.grpcToHttp,
    fits: ({ port, version, status }) => port === 'http' && version.startsWith('2') && status === '400',
    says: (counted, { grpcPort, httpPort }) =>
      `${counted} to ${httpPort} began as HTTP/2, as gRPC does; ${httpPort} speaks HTTP/1.1, ${grpcPort} speaks gRPC`,
    fix: ({ grpc }) => `OTEL_EXPORTER_OTLP_ENDPOINT=${grpc} (or OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)`,
  },
  {
    mistake: mistakes.path,
    fits: post('404'),
    says: (counted, { httpPort }) =>
      `${counted} to ${httpPort} got 404: the path was none of /v1/traces, /v1/metrics, /v1/logs`,
    fix: ({ http }) =>
      `OTEL_EXPORTER_OTLP_ENDPOINT=${http} (the SDK appends /v1/traces; in code: url ${http}/v1/traces)`,
  },
  {
    mistake: 'a wrong content type',
    fits: post('415'),
    says: (counted) => `${counted} got 415: the header Content-Type is none that the receiver reads`,
    fix: () =>
      'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf (by hand: Content-Type: application/x-protobuf or application/json)',
  },
  {
    mistake: 'a request that is too large',
    fits: (answer) =>
      (post('400')(answer) && bytesEach(answer) >= LARGEST) ||
      (answer.port === 'grpc' && answer.status === 'RESOURCE_EXHAUSTED'),
    says: (counted) => `${counted} had more than 4 MiB, the most that the receiver takes`,
    fix: () => 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE=128',
  },
  {
    mistake: 'a body that the receiver cannot unpack',
    fits: (answer) => post('400')(answer) && answer.route === '' && bytesEach(answer) < LARGEST,
    says: (counted) =>
      `${counted} got 400 before the path was looked at: probably an unknown or wrong Content-Encoding`,
    fix: () => 'OTEL_EXPORTER_OTLP_COMPRESSION=gzip (or none)',
  },
  {
    mistake: 'a body that the receiver cannot read',
    fits: (answer) =>
      (post('400')(answer) && answer.route !== '' && bytesEach(answer) < LARGEST) ||
      (answer.port === 'grpc' && answer.status === 'INTERNAL'),
    says: (counted) => `${counted} had a body that is not OTLP, or not what its header Content-Type says`,
    fix: () => 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf (for JSON: http/json)',
  },
  {
    mistake: 'a web page whose origin is not allowed',
    // a page that may send is asked for too, and then sends
    fits: ({ method, status }, all) =>
      method === 'OPTIONS' && (status === '405' || !all.some((other) => other.method === 'POST')),
    says: (counted) =>
      `${counted} of a browser asked whether its page may send (OPTIONS), and the lab probably does not allow its origin`,
    fix: () => 'OTLP_CORS_ORIGINS=http://localhost:5173 npm start (with the origin of your page; npm stop before)',
  },
  {
    mistake: 'a method other than POST',
    fits: (answer) => isOfReceiver(answer) && answer.status === '405' && answer.method !== 'OPTIONS',
    says: (counted, { httpPort }) =>
      `${counted} to ${httpPort} used a method other than POST, as a browser or a health check does`,
    fix: ({ http }) => `POST ${http}/v1/traces`,
  },
];
