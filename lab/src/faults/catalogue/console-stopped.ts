import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel, where } from '../sign.ts';

/** Nobody takes notifications. */
export const consoleStopped: Fault = {
  name: 'console-stopped',
  group: 'pipeline',
  does: 'The console is stopped, which takes the notifications of Alertmanager.',
  needs: ['alerts'],
  means: byPart('console', 'stopped'),
  sign: {
    ...onPanel({ panel: 'objectives-alerts-now', line: where('alertname', 'NotificationsFail') }),
    look: 'NotificationsFail',
    bound: { above: 0 },
    absentIs: 0,
  },
  within: { seen: 60, gone: 90 },
  namedBy: { alert: 'NotificationsFail', hop: 'alerts' },
  counts: 'exact',
  cause:
    'Alerts fire, and nobody is told. Alertmanager tries again, and raises an alert of its own, which it cannot deliver either: only Prometheus shows it. What helps is a heartbeat from outside (Watchdog): whoever no longer receives it knows that the path of alerts is broken.',
  game: {
    part: 'console',
    level: 2,
    hints: ['It is suspiciously quiet.', 'When did the last notification arrive, and what does Alertmanager say?'],
  },
};
