import { expect, test } from 'vitest';
import { missingSpans } from './purchase-ledger.ts';
import { purchaseModes, purchaseSpans } from './purchase-spans.ts';

test.each(purchaseModes)('the trace of a purchase %s lacks nothing when each due span is there', (mode) => {
  expect(missingSpans(mode, purchaseSpans[mode])).toEqual([]);
});

test.each(purchaseModes)(
  'attempts that were repeated for a purchase %s do not stand for a span that is missing',
  (mode) => {
    const [last] = purchaseSpans[mode].slice(-1);
    const without = purchaseSpans[mode].filter((span) => span !== last);
    const repeated = [...without, ...without];
    expect(repeated.length).toBeGreaterThan(purchaseSpans[mode].length);
    expect(missingSpans(mode, repeated)).toEqual([`${last!.service} ${last!.name} (${last!.kind})`]);
  },
);
