import { createServer } from 'node:http';
import { listening } from '../../lab/src/base/testing.ts';

/** A proxy that refuses every request, and the variables that send programs to it. */
export type RecordingProxy = AsyncDisposable & {
  /** What it was asked for, in the order of the requests. */
  asked: string[];
  variables: Record<string, string>;
};

export async function recordingProxy(): Promise<RecordingProxy> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  const url = await listening(server);
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'GRPC_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  return {
    asked,
    variables: {
      ...Object.fromEntries(names.map((name) => [name, url])),
      NO_PROXY: '',
      no_proxy: '',
      NODE_USE_ENV_PROXY: '1',
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
