import { type ServiceError, status } from '@grpc/grpc-js';

/** Codes after which the same request may be sent again: opentelemetry.io/docs/specs/otlp, "Failures" of OTLP/gRPC. */
const temporary: ReadonlySet<status | undefined> = new Set([
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

/**
 * Whether the same request would fail each time: because of its spans, such as "received message larger than max", or
 * because of the peer, such as another program on the collector's port. The code does not tell which. An error without a
 * code was thrown while the request was encoded.
 */
export function isRefusal(error: Partial<ServiceError>): boolean {
  return error.code === status.RESOURCE_EXHAUSTED ? !hasRetryInfo(error) : !temporary.has(error.code);
}

/** Whether the peer asks for the same request later. */
function hasRetryInfo({ metadata }: Partial<ServiceError>): boolean {
  return (metadata?.get('grpc-status-details-bin') ?? []).some((bytes) => bytes.includes('google.rpc.RetryInfo'));
}
