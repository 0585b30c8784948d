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

/** Toxiproxy's HTTP API, as far as the lab asks it. https://github.com/Shopify/toxiproxy#http-api */
export class Toxiproxy {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  /** From now on the proxy does these and nothing else to what passes it, also to connections that are open. */
  async set(proxy: string, toxics: readonly Toxic[]): Promise<void> {
    const at = `/proxies/${proxy}/toxics`;
    for (const { name } of (await this.#ask<{ name: string }[]>('GET', at)) ?? [])
      await this.#ask('DELETE', `${at}/${name}`);
    for (const [i, toxic] of toxics.entries()) await this.#ask('POST', at, { name: `${toxic.type}-${i}`, ...toxic });
  }

  async #ask<T>(method: string, path: string, body?: unknown): Promise<T | undefined> {
    const answer = await fetch(this.url + path, {
      method,
      signal: AbortSignal.timeout(5_000),
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
      next: 'npm run status',
    });
  }
}
