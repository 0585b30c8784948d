import { containerProxies } from '../parts/links.ts';

/** Toxiproxy's proxies for containers, by their path. The native runtime writes its own. */
export function proxyFiles(): [path: string, text: string][] {
  return Object.entries(containerProxies()).map(([file, proxies]) => [
    `toxiproxy/${file}`,
    `[\n${proxies.map((proxy) => `  ${JSON.stringify(proxy)}`).join(',\n')}\n]\n`,
  ]);
}
