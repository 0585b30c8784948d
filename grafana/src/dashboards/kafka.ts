import * as kafka from '../panels/kafka.ts';
import { dashboard } from './build.ts';

export const kafkaDashboard = dashboard({
  uid: 'kafka',
  title: 'Kafka',
  short: 'Kafka',
  file: 'Shop/kafka.json',
  answers: 'Do messages wait, does anybody read them, and which could not be handled?',
  reading:
    'Lag says how many wait, age for how long: together they tell a busy queue from one that nobody reads. fulfilment reads purchases, catalogue reads orders-placed.',
  capability: 'shop',
  variables: [],
  rows: [
    [
      100,
      'Queues',
      [
        [1, kafka.up, 5, 4],
        [2, kafka.deadLetters, 5, 4],
      ],
      [3, kafka.lag, 9, 8],
      [4, kafka.age, 10, 8],
      [5, kafka.throughput, 24, 8],
    ],
    [
      101,
      'Readers and topics',
      [6, kafka.members, 12, 8],
      [7, kafka.dead, 12, 8],
      [8, kafka.kept, 12, 8],
      [9, kafka.times, 12, 8],
    ],
  ],
});
