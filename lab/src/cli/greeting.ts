import { grafanaPassword } from '../parts/grafana-login.ts';
import { titleOf } from '../parts/parts.ts';
import { pageOf } from '../parts/endpoints.ts';
import type { Lab } from '../runtime/lab.ts';

/** What a person reads when the lab is up: the addresses, and the two commands to try next. */
export function greet(lab: Lab, seconds: number): string {
  const width = Math.max(12, ...lab.parts.map((part) => titleOf(part).length));
  const urls = lab.parts.flatMap((part) => {
    const url = pageOf(lab.endpoints, part);
    return url ? [`  ${titleOf(part).padEnd(width)} ${url}${part === 'grafana' ? logIn() : ''}`] : [];
  });
  return [
    '',
    `The lab is up after ${seconds.toFixed(1)} s (${lab.stack} stack, ${lab.runtime} runtime).`,
    ...urls,
    '',
    'Try next:',
    '  npm run load     send requests for 30 s',
    '  npm run check    follow one new request through every hop, then reconcile the counts',
    ...(lab.endpoints.console ? ['', `See it live: ${lab.endpoints.console}`] : []),
  ].join('\n');
}

function logIn(): string {
  return grafanaPassword() === 'admin' ? '   admin/admin' : '   admin, with your GRAFANA_ADMIN_PASSWORD';
}
