import type { Protocol } from './settings-for.ts';
import type { Finding } from './watch-state.ts';

/** Whether a process sends its spans through a proxy, which would not find the lab. */
export function judgeProxy(
  variables: Record<string, string | undefined>,
  host: string,
  program = '',
  protocol: Protocol | undefined,
): Finding[] {
  const proxy = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY', 'grpc_proxy'].find((name) => variables[name]);
  if (
    !proxy ||
    !reads(program, protocol, variables) ||
    isExempt(host, variables['no_proxy'] ?? variables['NO_PROXY'] ?? '')
  )
    return [];
  return [
    {
      mistake: 'a proxy between the service and the lab',
      evidence: `has ${proxy} and no NO_PROXY for ${host}: its spans probably go to the proxy`,
      fix: `NO_PROXY=${host}`,
    },
  ];
}

/** Java's agent reads none of these variables; Node's HTTP exporter only on request. Go leaves loopback out by itself. */
function reads(
  program: string,
  protocol: Protocol | undefined,
  variables: Record<string, string | undefined>,
): boolean {
  if (program === 'java') return false;
  if (program.startsWith('node')) return protocol === 'grpc' || variables['NODE_USE_ENV_PROXY'] === '1';
  return /^(python|dotnet)/.test(program);
}

function isExempt(host: string, list: string): boolean {
  return list
    .split(/[\s,]+/)
    .map((one) => one.replace(/^\*?\./, ''))
    .some((one) => one === '*' || one === host || (one !== '' && host.endsWith(`.${one}`)));
}
