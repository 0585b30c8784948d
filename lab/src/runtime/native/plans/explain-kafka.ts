import type { PartPlan } from './plan.ts';

/** What the last lines of a Kafka that did not start mean, if that is known. */
export function explainKafka(lastLog: string, data: string): ReturnType<NonNullable<PartPlan['explain']>> {
  return meanings(data).find(({ says }) => says.test(lastLog))?.means;
}

function meanings(data: string) {
  return [
    {
      says: /Address already in use|BindException|Socket server failed to bind/,
      means: {
        expected: 'two free ports for Kafka',
        cause: 'another process listens on one of them',
        next: 'stop it, or: KAFKA_PORT=<another> KAFKA_CONTROLLER_PORT=<another> npm start -- --with shop',
      },
    },
    {
      says: /No space left on device|Disk quota exceeded/,
      means: {
        expected: `free space in ${data}`,
        cause: 'the disk is full; what was acknowledged is kept',
        next: 'free some space, then: npm run lab -- start kafka',
      },
    },
    {
      says: /(?:InconsistentClusterIdException|cluster\.?id.*(?:doesn't|does not) match|Invalid cluster\.id)/i,
      means: {
        expected: `files of one cluster in ${data}`,
        cause: 'they are of another cluster than the one in meta.properties',
        next: "put back what was copied, or without the lab's data: npm run lab -- down --volumes",
      },
    },
    {
      says: /meta\.properties|(?:node|cluster) ID not found in/i,
      means: {
        expected: `a readable meta.properties in ${data}`,
        cause: 'Kafka does not know what cluster these files belong to',
        next: "put it back, or without the lab's data: npm run lab -- down --volumes",
      },
    },
    {
      says: /OutOfMemoryError|Too small (?:initial )?(?:maximum )?heap|larger value than the maximum heap/,
      means: {
        expected: 'a heap that Kafka can work with',
        cause: 'KAFKA_HEAP is too small',
        next: 'KAFKA_HEAP=128M npm start -- --with shop',
      },
    },
    {
      says: /Failed to acquire lock on file/,
      means: {
        expected: `no other Kafka on ${data}`,
        cause: 'a broker still uses these files',
        next: 'end it, then: npm run lab -- start kafka',
      },
    },
  ];
}
