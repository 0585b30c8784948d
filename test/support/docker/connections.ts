import type { ComposeLab } from './compose-lab.ts';

/** Tries TCP connections from inside a service that has Node. Returns 'connected' or the error's code for each `host:port`. */
export async function tryConnections(
  lab: ComposeLab,
  service: string,
  targets: readonly string[],
): Promise<Record<string, string>> {
  const script = `
    const { connect } = require('node:net');
    const attempt = (target) => new Promise((resolve) => {
      const at = target.lastIndexOf(':');
      const socket = connect({ host: target.slice(0, at), port: Number(target.slice(at + 1)), timeout: 2000 });
      const end = (result) => { socket.destroy(); resolve([target, result]); };
      socket.on('connect', () => end('connected')).on('timeout', () => end('ETIMEDOUT')).on('error', (error) => end(error.code));
    });
    Promise.all(${JSON.stringify(targets)}.map(attempt)).then((all) => console.log(JSON.stringify(Object.fromEntries(all))));`;
  return JSON.parse(await lab.compose('exec', '--no-TTY', service, 'node', '-e', script)) as Record<string, string>;
}

/** Asks a URL over HTTP from inside a service that has Node, with these headers. Returns the status. */
export async function statusOf(
  lab: ComposeLab,
  service: string,
  url: string,
  headers: Record<string, string>,
): Promise<number> {
  const script = `require('node:http').get(${JSON.stringify(url)}, { headers: ${JSON.stringify(headers)}, timeout: 5000 },
    (answer) => { console.log(answer.statusCode); answer.destroy(); });`;
  return Number(await lab.compose('exec', '--no-TTY', service, 'node', '-e', script));
}
