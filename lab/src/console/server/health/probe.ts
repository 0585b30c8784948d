import { connect } from 'node:net';
import { get } from '../../../backends/http.ts';
import { describeError } from '../../../base/poll.ts';

/** How long an engine may take to say that it is there, ms. */
const LIMIT = 1_500;

/** Asks a URL for 200; gives what was found instead, or undefined if all is well. */
export async function probeHttp(url: string): Promise<string | undefined> {
  try {
    const answer = await get(url, { signal: AbortSignal.timeout(LIMIT) });
    await answer.arrayBuffer();
    return answer.ok ? undefined : `status ${answer.status}`;
  } catch (error) {
    return describeError(error);
  }
}

/** Opens a connection; gives what was found instead, or undefined if somebody listens. */
export function probeTcp(address: string): Promise<string | undefined> {
  const { hostname, port } = new URL(address.includes('://') ? address : `tcp://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port), timeout: LIMIT });
    const end = (found: string | undefined) => (socket.destroy(), resolve(found));
    socket.once('connect', () => end(undefined));
    socket.once('timeout', () => end(`no connection within ${LIMIT / 1000} s`));
    socket.once('error', (error) => end(error.message));
  });
}
