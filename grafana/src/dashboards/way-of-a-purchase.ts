import * as purchase from '../panels/purchase.ts';
import { interval } from '../variables.ts';
import { dashboard } from './build.ts';

export const wayOfAPurchase = dashboard({
  uid: 'way-of-a-purchase',
  title: 'The way of a purchase',
  short: 'Purchase',
  file: 'Shop/way-of-a-purchase.json',
  answers: 'Where does a purchase wait, and where does it fail?',
  reading:
    'Steps are numbered in the order in which a queued purchase takes them; one without a queue leaves out 2 and 3. The bars say whether any is missing, the graphs how fast each is, and how long messages wait between them.',
  capability: 'shop',
  variables: [interval],
  rows: [
    [100, 'Steps', [1, purchase.counts, 11, 8], [2, purchase.waiting, 13, 8], [3, purchase.rates, 24, 8]],
    [101, 'Time and errors of each step', [4, purchase.p95, 24, 9], [5, purchase.failed, 24, 9]],
  ],
});
