import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Span } from '@opentelemetry/api';

/** https://opentelemetry.io/docs/specs/semconv/http/http-spans/, http.request.method */
const standard = new Set('GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY'.split(' '));

type Message = ClientRequest | IncomingMessage | ServerResponse;

/** Names the span of a received request whose method is not standard `HTTP`: Node parses some thirty others. */
export function nameStrangeMethod(span: Span, request: Message): void {
  if (isReceived(request) && !standard.has(request.method ?? '')) span.updateName('HTTP');
}

/**
 * Names the span of a request that its route refuses (405) by the method alone, as one without a route. Otherwise a stranger
 * could make a series of each route with each method, until there is no room for those that are served.
 */
export function nameRefusedMethod(span: Span, request: Message, response: Message): void {
  if (!isReceived(request)) return;
  if ((response as ServerResponse).statusCode === 405) span.updateName(request.method ?? '');
  nameStrangeMethod(span, request);
}

function isReceived(message: Message): message is IncomingMessage {
  return 'httpVersion' in message;
}
