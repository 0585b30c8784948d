import type { CheckContext, Hop } from '../hop.ts';
import { shopOnly } from '../shop/ask-shop.ts';
import { LabError } from '../../base/lab-error.ts';
import { keepPurchaseLedger } from '../shop/purchase-ledger.ts';

/** Purchases that the hop makes, half of them queued. */
const PURCHASES = 40;

/** Every purchase is in every engine, every span in every store, every call counted: without tolerance. */
export const purchasesHop: Hop = {
  name: 'purchases',
  title: 'purchases are exact',
  expected: `${PURCHASES} purchases, half queued: sent = answered = rows = messages = values = spans = calls`,
  needs: ['cache', 'store', 'prometheus'],
  skipReason: shopOnly,
  walk: async ({ endpoints, stores, prometheus }: CheckContext) => {
    const { steps, differences, settled } = await keepPurchaseLedger(
      { gateway: endpoints.gateway, observer: endpoints.observer!, stores, prometheus },
      { purchases: PURCHASES, concurrency: 5 },
    );
    if (differences.length > 0) {
      throw new LabError({
        what: differences.slice(0, 4).join('; '),
        cause: 'a step of the purchases lost something, or did it twice',
        next: 'npm run lab -- logs fulfilment',
      });
    }
    return `${PURCHASES} purchases agree in ${steps.length} steps, ${settled.toFixed(1)} s after the last answer`;
  },
};
