/** The hops of the one request that a check follows, in the order of the data. */
export const requestHops = ['app', 'export', 'collector', 'store', 'connector', 'prometheus'] as const;

/** Every hop, in the order of the data. Those after the hops of the one request look at the data of all requests. */
export const hopNames = [
  ...requestHops,
  'losses',
  'generator',
  'guests',
  'database',
  'queue',
  'cache',
  'purchases',
  'logs',
  'alerts',
  'monitor',
  'dependencies',
  'grafana',
  'panels',
] as const;
export type HopName = (typeof hopNames)[number];
