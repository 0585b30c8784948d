import type { Response } from 'express';

/** A stream of server-sent events. https://html.spec.whatwg.org/multipage/server-sent-events.html */
export type Events = { send: (event: string, data: unknown) => void; end: () => void; closed: AbortSignal };

/** Starts a stream; `closed` aborts when the page is closed. */
export function beginEvents(response: Response): Events {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response
    .status(200)
    .set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  return {
    closed: gone.signal,
    send: (event, data) => {
      if (!gone.signal.aborted) response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end: () => response.end(),
  };
}
