import { randomUUID } from 'node:crypto';

const prefix = 'observer-';

/** A consumer group for one look into the topics: Kafka's client reads as a member of a group only. */
export const ownGroup = (): string => `${prefix}${randomUUID()}`;

/** Whether a group is one of these. It is gone in a moment and nobody waits for it, so it is no metric. */
export const isOwnGroup = (group: string): boolean => group.startsWith(prefix);
