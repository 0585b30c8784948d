import type { LabEnv } from './env-file.ts';
import { servicesOf } from './endpoints.ts';
import type { Port } from './part.ts';
import { type Part, type PartName, parts, type PortName } from './parts.ts';

/** A way from one part to another that leads through Toxiproxy in a lab with the capability `network`. */
export type Link = {
  /** The name of its proxy. */
  name: string;
  /** What passes it, from whom to whom. */
  carries: string;
  /** The part that runs its proxy, and the port at which it listens. */
  through: 'services-network' | 'engines-network';
  port: PortName;
  /** The port to which it leads. */
  to: PortName;
};

export const links = [
  {
    name: 'orders',
    carries: 'requests from gateway to orders',
    through: 'services-network',
    port: 'LINK_ORDERS_PORT',
    to: 'ORDERS_PORT',
  },
  {
    name: 'stock',
    carries: 'requests from gateway and orders to stock',
    through: 'services-network',
    port: 'LINK_STOCK_PORT',
    to: 'STOCK_PORT',
  },
  {
    name: 'collector',
    carries: 'spans, metrics and log lines from the services to the collector',
    through: 'services-network',
    port: 'LINK_COLLECTOR_PORT',
    to: 'OTLP_GRPC_PORT',
  },
  {
    name: 'tempo',
    carries: 'spans from the collector to Tempo',
    through: 'engines-network',
    port: 'LINK_TEMPO_PORT',
    to: 'TEMPO_OTLP_PORT',
  },
  {
    name: 'jaeger',
    carries: 'spans from the collector to Jaeger',
    through: 'engines-network',
    port: 'LINK_JAEGER_PORT',
    to: 'JAEGER_OTLP_PORT',
  },
  {
    name: 'red-metrics',
    carries: 'the RED metrics from the collector to Prometheus',
    through: 'engines-network',
    port: 'LINK_RED_PORT',
    to: 'SPAN_METRICS_PORT',
  },
] as const satisfies readonly Link[];

export type LinkName = (typeof links)[number]['name'];

/** The port at which a part is to be called in a lab with these parts: its own, or that of the link to it. */
export function portTo(to: PortName, names: readonly PartName[]): PortName {
  return links.find((link) => link.to === to && names.includes(link.through))?.port ?? to;
}

/** A proxy as Toxiproxy's configuration has it. https://github.com/Shopify/toxiproxy#2-populating-toxiproxy */
export type Proxy = { name: LinkName; listen: string; upstream: string; enabled: true };

/** The proxies of one Toxiproxy as a native process. */
export function nativeProxies(through: Link['through'], env: LabEnv): Proxy[] {
  return proxiesOf(through, ({ port, to }) => [`127.0.0.1:${env[port]}`, `127.0.0.1:${env[to]}`]);
}

/** The same for containers, by file name in `toxiproxy/`. */
export function containerProxies(): Record<string, Proxy[]> {
  const of = (through: Link['through']) =>
    proxiesOf(through, ({ port, to }) => [`0.0.0.0:${insidePort(port).port.inside}`, addressInside(to)]);
  return { 'services-network.json': of('services-network'), 'engines-network.json': of('engines-network') };
}

/** Where containers send what is meant for a port. A store is called at what guards its disk, `<store>-ready`, if it has that. */
export function addressInside(variable: PortName): string {
  const { part, port } = insidePort(variable);
  const guarded = part.kind === 'traces' && part.harmedByFullDisk;
  return `${guarded ? `${part.name}-ready` : servicesOf(part, port)[0]}:${port.inside}`;
}

function insidePort(variable: PortName): { part: Part; port: Port } {
  const part = parts.find(({ ports }) => ports.some((port) => port.variable === variable))!;
  return { part, port: part.ports.find((port) => port.variable === variable)! };
}

function proxiesOf(
  through: Link['through'],
  addresses: (link: (typeof links)[number]) => [listen: string, upstream: string],
): Proxy[] {
  return links
    .filter((link) => link.through === through)
    .map((link) => {
      const [listen, upstream] = addresses(link);
      return { name: link.name, listen, upstream, enabled: true };
    });
}
