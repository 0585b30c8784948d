import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Span } from '@opentelemetry/api';

/**
 * Replaces the values in `url.query` of a received request by `…`: people put tokens there. The names stay.
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/url/, "SHOULD be scrubbed".
 */
export function hideQueryValues(span: Span, request: ClientRequest | IncomingMessage): void {
  if (!('httpVersion' in request)) return;
  const query = request.url?.split('?').slice(1).join('?');
  if (query) span.setAttribute('url.query', query.split('&').map(withoutValue).join('&'));
}

/** `name=value` becomes `name=…`; what has no name is a value, too. */
function withoutValue(pair: string): string {
  const end = pair.indexOf('=');
  return end > 0 && end <= 64 ? `${pair.slice(0, end)}=…` : '…';
}
