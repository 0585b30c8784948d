import {
  isHeartbeat,
  type Notification,
  readNotification,
  type ReceivedRequest,
} from '../../../backends/notifications.ts';

/** How many requests are kept, and how many characters of them in all. */
const MOST = 200;
const ROOM = 4_000_000;

/**
 * The newest requests that the receiver got, in memory: gone with this process. Of a heartbeat only the last one is kept:
 * one every 10 s would push out everything else within half an hour.
 */
export class Received {
  readonly began = Date.now();
  #requests: ReceivedRequest[] = [];
  #heartbeat: ReceivedRequest | undefined;

  /** Keeps a request whose content is JSON, and forgets the oldest ones beyond the limits. */
  add(request: ReceivedRequest): void {
    const notification = readNotification(request);
    if (notification && isHeartbeat(notification)) {
      this.#heartbeat = request;
      return;
    }
    this.#requests = [request, ...this.#requests].slice(0, MOST);
    let room = ROOM;
    this.#requests = this.#requests.filter(({ content }) => (room -= content.length) >= 0);
  }

  /** What came to this address, newest first, the last heartbeat too. */
  requests(id: string): ReceivedRequest[] {
    const all = this.#heartbeat ? [this.#heartbeat, ...this.#requests] : this.#requests;
    return all
      .filter(({ token_id }) => token_id === id)
      .toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  }

  /** Notifications of Alertmanager, newest first, without the heartbeat. */
  notifications(id: string): Notification[] {
    return this.#requests.filter(({ token_id }) => token_id === id).flatMap((one) => readNotification(one) ?? []);
  }

  /** When the last heartbeat came, ms since the epoch. */
  lastHeartbeat(): number | undefined {
    return this.#heartbeat && Date.parse(this.#heartbeat.created_at);
  }
}
