import { receiverId } from '../parts/receiver.ts';
import { getJson } from './http.ts';

/** What a receiver was sent, as webhook testers tell it (https://docs.webhook.site/api/requests.html). */
export type ReceivedRequest = {
  uuid: string;
  token_id: string;
  method: 'POST';
  url: string;
  headers: Record<string, string[]>;
  content: string;
  created_at: string;
};

/** A notification of Alertmanager. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export type Notification = {
  /** When the receiver got it, seconds since the epoch. */
  at: number;
  status: 'firing' | 'resolved';
  alerts: readonly NotifiedAlert[];
  /** Alerts that were left out, because there were too many. */
  truncated: number;
};

/** One alert of a notification; `startsAt` is seconds since the epoch. */
export type NotifiedAlert = {
  status: 'firing' | 'resolved';
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: number;
};

/** Name of the alert that always fires: it proves that the path of alerts works. */
export const watchdog = 'Watchdog';

/** Whether a notification is the heartbeat of the path. */
export const isHeartbeat = ({ alerts }: Pick<Notification, 'alerts'>): boolean =>
  alerts.length > 0 && alerts.every(({ labels }) => labels['alertname'] === watchdog);

/** Alertmanager's notifications that the console's receiver has, newest first. */
export async function notificationsAt(consoleUrl: string): Promise<Notification[]> {
  const { data } = await getJson<{ data: ReceivedRequest[] }>('The console', `${consoleUrl}/${receiverId}/requests`);
  return data.flatMap((request) => readNotification(request) ?? []);
}

/** A notification out of what was received; undefined for anything else. Whatever it holds, the types are right. */
export function readNotification({ content, created_at }: ReceivedRequest): Notification | undefined {
  const body = JSON.parse(content) as { status?: unknown; alerts?: unknown; truncatedAlerts?: unknown };
  if (!Array.isArray(body.alerts)) return undefined;
  return {
    at: Date.parse(created_at) / 1000,
    status: statusOf(body.status),
    alerts: body.alerts.filter(isObject).map((alert) => ({
      status: statusOf(alert['status']),
      labels: texts(alert['labels']),
      annotations: texts(alert['annotations']),
      startsAt: Date.parse(String(alert['startsAt'])) / 1000 || 0,
    })),
    truncated: Number(body.truncatedAlerts) || 0,
  };
}

const statusOf = (status: unknown) => (status === 'resolved' ? 'resolved' : 'firing');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function texts(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}
