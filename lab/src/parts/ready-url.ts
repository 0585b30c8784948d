import type { Endpoints, PartName } from './parts.ts';

/** What answers 200 while a part is usable. Undefined where a part answers no HTTP, or does not run in this lab. */
export function readyUrl(part: PartName, endpoints: Endpoints): string | undefined {
  const { gateway, orders, stock, collectorHealth, prometheus, tempo, jaeger, grafana, console } = endpoints;
  const urls: Record<PartName, string | undefined> = {
    gateway: `${gateway}/readyz`,
    orders: `${orders}/readyz`,
    stock: `${stock}/readyz`,
    collector: collectorHealth,
    prometheus: `${prometheus}/-/ready`,
    tempo: tempo && `${tempo}/api/search?q=%7B%7D&limit=1`, // its own /ready says no for 15 s although it stores and answers
    cassandra: undefined,
    jaeger: jaeger && `${jaeger}/api/v3/services`,
    grafana: grafana && `${grafana}/api/health`,
    console,
  };
  return urls[part];
}
