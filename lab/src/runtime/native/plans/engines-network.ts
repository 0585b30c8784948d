import { toxiproxyPlan } from './toxiproxy.ts';

export const plan = toxiproxyPlan('engines-network');
