/** Where messages that cannot be handled go. */
export const deadTopic = <T extends string>(topic: T) => `${topic}-dead` as const;

const queues = ['purchases', 'orders-placed'] as const;

/** A topic that has a consumer. */
export type Queue = (typeof queues)[number];

/** Every topic of the shop. */
export const topics: readonly string[] = [...queues, ...queues.map(deadTopic)];

/** The consumer group of a queue, named after the role that consumes it. */
export const groups = { purchases: 'fulfilment', 'orders-placed': 'catalogue' } as const satisfies Record<
  Queue,
  string
>;

/** Messages of one partition are handled in order, those of several side by side. */
export const partitions = 4;
