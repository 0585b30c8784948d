export { purchaseRoutes as routes } from './purchases.ts';

export const next = 'orders';
