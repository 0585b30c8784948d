import { connect } from 'node:net';

/** What came back for the bytes of one connection: the statuses of all answers (100 Continue left out), and everything as text. */
export type RawAnswer = { statuses: number[]; text: string };

/** How long a connection may stay open without an end, ms. */
const LIMIT = 20_000;

/** How long an answer, and more of it, is awaited before our side of the connection ends. Node answers nothing after that. ms */
const PATIENCE = { first: 300, more: 30 };

/**
 * Sends bytes to a server, each chunk in a packet of its own, and reads until the server closes the connection, or until it
 * has answered and has no more to say. Rejects if the server does not let go of the connection in time.
 */
export function sendRaw(base: string, chunks: readonly Buffer[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const received: Buffer[] = [];
    let ending: NodeJS.Timeout | undefined;
    const endIn = (ms: number) => {
      clearTimeout(ending);
      ending = setTimeout(() => socket.end(), ms);
    };
    socket.setTimeout(LIMIT, () => socket.destroy(new Error(`the connection was still open after ${LIMIT} ms`)));
    socket.on('data', (bytes: Buffer) => {
      received.push(bytes);
      endIn(PATIENCE.more);
      if (bytes.includes('text/event-stream')) socket.destroy(); // it never ends by itself
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // the server closed while it was sent more: its answer is what counts
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') socket.destroy();
      else reject(error);
    });
    socket.on('close', () => {
      clearTimeout(ending);
      resolve(answerOf(Buffer.concat(received).toString('latin1')));
    });
    socket.on('connect', () => {
      const rest = [...chunks];
      const next = () => {
        const chunk = rest.shift();
        if (chunk && socket.writable) socket.write(chunk, () => setImmediate(next));
        else if (received.length === 0) endIn(PATIENCE.first);
      };
      next();
    });
  });
}

function answerOf(text: string): RawAnswer {
  const statuses = [...text.matchAll(/^HTTP\/1\.\d (\d{3})/gm)].map((match) => Number(match[1]));
  return { statuses: statuses.filter((status) => status !== 100), text };
}
