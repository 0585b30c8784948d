import { expect, test } from 'vitest';
import { inventoryIn } from './inventory.ts';

test('each series is a metric with unit, type, temporality and bounds', () => {
  const text = String.raw`# HELP received 
# TYPE received gauge
received{metric="odd \"\n\\ name",service="one",type="1",unit=""} 1
received{bounds="[1,2,0.005]",metric="h",service="two",temporality="2",type="3",unit="s"} 1
other{metric="h",service="two",type="3"} 1
`;
  expect(inventoryIn(text)).toEqual([
    { service: 'one', name: 'odd "\n\\ name', unit: '', type: 'gauge' },
    { service: 'two', name: 'h', unit: 's', type: 'histogram', temporality: 'cumulative', bounds: '[1,2,0.005]' },
  ]);
});
