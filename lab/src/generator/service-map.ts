/** One call of the made-up shop: what serves it, how long its own work takes, and what it calls. Durations are whole ms. */
export type Call = {
  service: string;
  method: 'GET' | 'POST';
  route: string;
  /** Own work in ms, drawn by `random` in [0, 1). */
  work: (random: () => number) => number;
  /** Share of calls that fail with 500. */
  failing?: number;
  calls?: Call;
};

/** A network hop between two services: how much longer a CLIENT span is than the SERVER span below it, ms. */
export const NETWORK = 2;

const pay: Call = {
  service: 'gen-payment',
  method: 'POST',
  route: '/payments',
  work: (random) => (random() < 0.9 ? 12 : 300), // a long tail
};

const fill: Call = { service: 'gen-cart', method: 'POST', route: '/carts', work: () => 25, calls: pay };

/** What comes from outside, in turn: a fixed delay with errors behind it, and a uniform one. */
export const entries: readonly Call[] = [
  { service: 'gen-web', method: 'POST', route: '/checkout', work: () => 40, failing: 0.05, calls: fill },
  { service: 'gen-web', method: 'GET', route: '/catalogue/:id', work: (random) => 5 + Math.floor(random() * 96) },
];

/** Every service of the made-up shop. */
export const services: readonly string[] = [...new Set(entries.flatMap(servicesOf))];

function servicesOf({ service, calls }: Call): string[] {
  return [service, ...(calls ? servicesOf(calls) : [])];
}
