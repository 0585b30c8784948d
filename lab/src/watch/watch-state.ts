/** The way of a service's data through the lab, in order. */
export type WatchHop = {
  name: 'receiver' | 'spans' | 'counted' | 'dashboards';
  state: 'waiting' | 'passed' | 'failed';
  found: string;
  /** What to do, while it waits or fails. */
  next?: string;
};

/** A mistake in how the service sends, with what shows it and the line to change. */
export type Finding = { mistake: string; evidence: string; fix: string };

/** A finding, and which look made it: of one look only the newest words count. */
export type Clue = Finding & { source: string };

/** What is known of a service that is waited for. Plain JSON: the console asks for it again and again. */
export type WatchState = {
  service: string;
  hops: WatchHop[];
  findings: Finding[];
  /** Names of other services that arrived, newest first. */
  others: string[];
  /** What cannot be seen from here, in sentences. */
  unseen: string[];
  /** Since the watch began. */
  seconds: number;
};
