export { pageOf as partUrl } from './endpoints.ts';
