import type { Endpoints } from '../parts/parts.ts';

/** Where the lab takes OTLP, as senders on this machine reach it. */
export type OwnReceiver = { grpc: string; http: string };

/** The receiver of a lab with these endpoints. */
export function receiverOf({ otlpGrpc, otlpHttp }: Pick<Endpoints, 'otlpGrpc' | 'otlpHttp'>): OwnReceiver {
  return { grpc: otlpGrpc, http: otlpHttp };
}

/** The number of the port of an address that may leave it out. */
export function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
