import type { Silence } from '../backends/alertmanager.ts';
import type { Notification } from '../backends/notifications.ts';
import type { ActiveAlert, AlertRule } from '../backends/prometheus.ts';

/** An alert, and why nobody is told of it. */
export type ShownAlert = ActiveAlert & { held?: 'silenced' | 'inhibited' };

/** What `/api/alerts` answers. A part that does not answer is named in `failures`, and its list is empty. Times: seconds since the epoch. */
export type Alerts = {
  at: number;
  rules: (Omit<AlertRule, 'alerts'> & { alerts: ShownAlert[] })[];
  silences: Silence[];
  /** What the receiver got, newest first, without the heartbeat. */
  notifications: Notification[];
  heartbeat: Heartbeat;
  failures: string[];
};

/** The alert that always fires: when it arrived last, and whether the next one is late. */
export type Heartbeat = { last?: number; every: number; late: boolean };
