import { LabError } from '../base/lab-error.ts';
import { describeError } from '../base/poll.ts';

/**
 * What a proxy does to what passes it: the later, towards the target (`upstream`) or back. `attributes` as the toxic has them.
 * https://github.com/Shopify/toxiproxy#toxics
 */
export type Toxic = {
  type: 'latency' | 'bandwidth' | 'timeout' | 'limit_data';
  stream: 'upstream' | 'downstream';
  attributes: Record<string, number>;
};

/** A proxy as the API tells it and takes it. */
type Proxy = { name: string; listen: string; upstream: string; enabled: boolean; toxics: { name: string }[] };

/**
 * How long taking a toxic away may take, ms. It waits 5 s for each connection that only one side has closed, as timeouts leave
 * them, and answers nothing meanwhile (ToxicLink.RemoveToxic of Toxiproxy 2.12.0).
 */
const removal = 2_000;

/** Toxiproxy's HTTP API, as far as the lab asks it. https://github.com/Shopify/toxiproxy#http-api */
export class Toxiproxy {
  readonly url: string;
  readonly #part: string;

  /** `part`: what is to be restarted when it does not answer. */
  constructor(url: string, part: string) {
    this.url = url;
    this.#part = part;
  }

  /**
   * From now on the proxy does these and nothing else to what passes it, also to connections that are open. If it cannot take
   * away what it does in time, it is made anew, which closes its connections.
   */
  async set(proxy: string, toxics: readonly Toxic[]): Promise<void> {
    const at = `/proxies/${proxy}`;
    const { name, listen, upstream, toxics: now } = (await this.#ask<Proxy>('GET', at))!;
    const remove = async () => {
      for (const toxic of now) await this.#ask('DELETE', `${at}/toxics/${toxic.name}`, undefined, removal);
    };
    await remove().catch(async () => {
      await this.#ask('DELETE', at);
      await this.#ask('POST', '/proxies', { name, listen, upstream, enabled: true });
    });
    for (const [i, toxic] of toxics.entries())
      await this.#ask('POST', `${at}/toxics`, { name: `${toxic.type}-${i}`, ...toxic });
  }

  async #ask<T>(method: string, path: string, body?: unknown, patience = 5_000): Promise<T | undefined> {
    const answer = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(patience),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      throw this.#failed(describeError(error));
    });
    const text = await answer.text();
    if (!answer.ok) throw this.#failed(`status ${answer.status}, ${text.trim()}`);
    return text === '' ? undefined : (JSON.parse(text) as T);
  }

  #failed(found: string): LabError {
    return new LabError({
      what: `Toxiproxy at ${this.url} did not do it.`,
      expected: 'its API, and a proxy for each link',
      found,
      next: `npm run lab -- restart ${this.#part}`,
    });
  }
}
