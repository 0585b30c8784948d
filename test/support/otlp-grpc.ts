import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import type { TestLab } from './test-lab.ts';

/** Sends an encoded request to a method of the lab's OTLP/gRPC receiver. Resolves with the error's code, 0 if it was taken. */
export function callOtlp(
  { endpoints }: Pick<TestLab, 'endpoints'>,
  method: string,
  body: Uint8Array,
): Promise<{ code: number; details: string }> {
  const client = new Client(new URL(endpoints.otlpGrpc).host, credentials.createInsecure());
  return new Promise<{ code: number; details: string }>((resolve) => {
    const answered = (error: ServiceError | null) => resolve({ code: error?.code ?? 0, details: error?.details ?? '' });
    client.makeUnaryRequest(`/opentelemetry.proto.collector.${method}`, Buffer.from, Buffer.from, body, answered);
  }).finally(() => client.close());
}
