import { isLoopback } from '../../../../docker/loopback.ts';
import { grafanaPassword } from '../../parts/grafana-login.ts';
import { LabError } from '../../base/lab-error.ts';

/** Refuses ports outside loopback while Grafana has its default password. The compose files' guard does the same, but later. */
export function refusePublicPorts(address: string, password: string = grafanaPassword()): void {
  if (isLoopback(address) || (password !== '' && password !== 'admin')) return;
  throw new LabError({
    what: `Refusing to publish ports on ${address} with Grafana's default password.`,
    expected: 'BIND_ADDR on loopback, or a custom password',
    found: `BIND_ADDR=${address}, GRAFANA_ADMIN_PASSWORD=${password}`,
    next: `GRAFANA_ADMIN_PASSWORD=... BIND_ADDR=${address} npm start`,
    end: 'Nothing was started.',
  });
}
