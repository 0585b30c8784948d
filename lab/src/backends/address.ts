/** Where an engine answers that does not speak HTTP. */
export type Address = { host: string; port: number };

/** Splits host:port of an endpoint in the parts table. */
export function addressOf(endpoint: string): Address {
  const { hostname, port } = new URL(`tcp://${endpoint}`);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}
