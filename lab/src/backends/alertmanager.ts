import { getJson } from './http.ts';

/** An alert as Alertmanager has it: what silences or inhibits it keeps it from people. `startsAt` is seconds since the epoch. */
export type SentAlert = {
  labels: Record<string, string>;
  startsAt: number;
  silencedBy: readonly string[];
  inhibitedBy: readonly string[];
};

/** A silence that holds now. `endsAt` is seconds since the epoch. */
export type Silence = { id: string; comment: string; createdBy: string; endsAt: number; matchers: string };

type Matcher = { name: string; value: string; isRegex: boolean; isEqual: boolean };

/** Alertmanager's HTTP API, as far as the lab asks it. https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
export class Alertmanager {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  /** Every alert that fires, also those that nobody is told. */
  async alerts(): Promise<SentAlert[]> {
    type Found = {
      labels: Record<string, string>;
      startsAt: string;
      status: { silencedBy: string[]; inhibitedBy: string[] };
    };
    const found = await this.#get<Found[]>('alerts');
    return found.map(({ labels, startsAt, status }) => ({
      labels,
      startsAt: Date.parse(startsAt) / 1000,
      silencedBy: status.silencedBy,
      inhibitedBy: status.inhibitedBy,
    }));
  }

  /** Every silence that holds now. */
  async silences(): Promise<Silence[]> {
    type Found = {
      id: string;
      comment: string;
      createdBy: string;
      endsAt: string;
      status: { state: string };
      matchers: Matcher[];
    };
    const found = await this.#get<Found[]>('silences');
    return found
      .filter(({ status }) => status.state === 'active')
      .map(({ id, comment, createdBy, endsAt, matchers }) => ({
        id,
        comment,
        createdBy,
        endsAt: Date.parse(endsAt) / 1000,
        matchers: matchers.map(inWords).join(', '),
      }));
  }

  #get<T>(path: string): Promise<T> {
    return getJson<T>('Alertmanager', `${this.url}/api/v2/${path}`);
  }
}

const inWords = ({ name, value, isRegex, isEqual }: Matcher) =>
  `${name}${isEqual ? (isRegex ? '=~' : '=') : isRegex ? '!~' : '!='}${JSON.stringify(value)}`;
