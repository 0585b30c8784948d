import { join } from 'node:path';
import { checkout } from '../../../base/paths.ts';

/** An engine whose jars come from Maven Central, and the versions of Java that run it. */
export type JarEngine = {
  title: string;
  name: string;
  /** Its pinned dependencies, their checksums and its configuration. */
  folder: string;
  /** The jar that Maven compiles from the folder's sources, for one that is more than its dependencies. */
  builds?: string;
  /** Size of its jars, MB. */
  megabytes: number;
  java: { oldest: number; newest?: number };
  /** The lab that needs neither this engine nor Java, in words and as a command. */
  without: string;
};

export const cassandraEngine: JarEngine = {
  title: 'Cassandra',
  name: 'cassandra',
  folder: join(checkout, 'engines/cassandra'),
  megabytes: 67,
  java: { oldest: 17, newest: 23 }, // Java 24 removed the security manager, without which Cassandra 5 does not start
  without: 'the Tempo stack, which needs none: npm start',
};

export const kafkaEngine: JarEngine = {
  title: 'Kafka',
  name: 'kafka',
  folder: join(checkout, 'engines/kafka'),
  megabytes: 43,
  java: { oldest: 17 },
  without: 'the lab without the shop, which needs none: npm start',
};

export const springEngine: JarEngine = {
  title: 'Spring Boot',
  name: 'guest-spring',
  folder: join(checkout, 'guests/spring'),
  builds: 'guest-spring.jar',
  megabytes: 45,
  java: { oldest: 17 },
  without: 'the lab without guests, which needs none: npm start',
};
