import { label, spanKinds } from '../names.ts';
import { quantile } from '../promql.ts';
import { selector } from '../selector.ts';
import { compared, goodUntil, series, stat, timeseries, upInWords, upIsGood } from './build.ts';

const group = `{{${label.group}}}`;
const topic = `{{${label.topic}}}`;
const isDead = `${label.topic}=~".+-dead"`;
const notDead = `${label.topic}!~".+-dead"`;

export const up = stat({
  id: 'kafka-up',
  title: 'Kafka',
  unit: 'short',
  queries: [series('A', 'max(shop_engine_up{engine="kafka"})', 'Kafka')],
  words: upInWords,
  thresholds: upIsGood,
  tells: 'Whether Kafka answers the observer.',
  looksBad: 'down: purchases cannot be queued. `npm run lab -- logs kafka`, then `npm run lab -- start kafka`.',
  expects: { range: [0, 1] },
});

export const deadLetters = stat({
  id: 'kafka-dead-letters',
  title: 'Dead letters',
  unit: 'short',
  queries: [series('A', `sum(kafka_partition_current_offset{${isDead}})`, 'dead letters')],
  thresholds: goodUntil({ bad: 1 }),
  tells: 'Messages that could not be handled and were put aside, since the topics were made.',
  looksBad: 'Each has its reason in its header `error`: read the topic of that name. It does not go down again.',
});

export const lag = timeseries({
  id: 'kafka-lag',
  title: 'Lag',
  unit: 'short',
  queries: [series('A', `sum by (${label.group}) (kafka_consumer_group_lag)`, group)],
  tells: 'Messages that each group has still to handle.',
  looksBad:
    'It grows: the service is down (Members), slow (The way of a purchase), or its messages fail and are tried again.',
});

export const age = timeseries({
  id: 'kafka-oldest-age',
  title: 'Age of the oldest message',
  unit: 's',
  queries: [series('A', `max by (${label.group}) (shop_queue_oldest_age_seconds)`, group)],
  tells: 'How long the oldest message that a group has not handled has been in its topic. 0: it has handled all.',
  looksBad: 'It rises by one second each second: nothing is handled. Lag alone does not tell that from a busy queue.',
});

export const throughput = timeseries({
  id: 'kafka-throughput',
  title: 'Written and handled',
  unit: 'ops',
  queries: [
    series('A', `sum by (${label.topic}) (rate(kafka_partition_current_offset{${notDead}}[$__rate_interval]))`, topic),
    series(
      'B',
      `sum by (${label.group}) (rate(kafka_consumer_group_offset_sum[$__rate_interval]))`,
      `${group}: handled`,
      {
        dashed: true,
      },
    ),
  ],
  legend: compared,
  tells: 'Messages per second that were written to a topic, and, dashed, that a group has handled.',
  looksBad: 'A dashed line is lower than its topic’s: lag grows by the difference.',
});

export const dead = timeseries({
  id: 'kafka-dead-by-topic',
  title: 'Dead letters by topic',
  unit: 'short',
  queries: [series('A', `sum by (${label.topic}) (kafka_partition_current_offset{${isDead}})`, topic)],
  tells: 'Messages that were put aside, by the topic that has them.',
  looksBad: 'A step upwards: look at the traces of that moment, whose last span has the error.',
});

export const members = timeseries({
  id: 'kafka-members',
  title: 'Members',
  unit: 'short',
  queries: [series('A', `sum by (${label.group}) (kafka_consumer_group_members)`, group)],
  tells: 'Processes that read for each group.',
  looksBad: '0: nobody reads. One that is killed counts for 10 s more, and its messages wait as long.',
});

export const kept = timeseries({
  id: 'kafka-kept',
  title: 'Messages kept',
  unit: 'short',
  queries: [
    series(
      'A',
      `sum by (${label.topic}) (kafka_partition_current_offset{${notDead}} - kafka_partition_oldest_offset{${notDead}})`,
      topic,
    ),
  ],
  tells: 'Messages that Kafka holds in each topic, handled or not.',
  looksBad: 'It falls: Kafka has deleted old ones. What a group had not handled by then is gone.',
});

const spans = (kind: keyof typeof spanKinds) => selector({ [label.kind]: spanKinds[kind] });

export const times = timeseries({
  id: 'kafka-times',
  title: 'Send and process, p95',
  unit: 'ms',
  queries: [
    series('A', quantile(0.95, spans('producer'), [], '$__rate_interval'), 'send'),
    series('B', quantile(0.95, spans('consumer'), [], '$__rate_interval'), 'process'),
  ],
  tells: 'Time until Kafka has a message (acks=all), and time in which one is handled: 95 % are below. From spans.',
  looksBad: 'send is slow: Kafka’s disk or its CPU. process is slow: look at what it calls (The way of a purchase).',
});
