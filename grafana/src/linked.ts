import { everyStack, type Dashboard } from './model.ts';

/** What lists every dashboard that is there: those of capabilities are too many for a row. */
export const listOfAll = 'All';

/** The dashboards that have a link of their own above another one's panels: those without a capability, and of the same one. */
export function linkedFrom(dashboard: Dashboard, every: readonly Dashboard[]): Dashboard[] {
  return every.filter((d) => d !== dashboard && (!d.capability || d.capability === dashboard.capability));
}

/** Whether it is in every lab: links to others are by tag, since Grafana then shows only what is there. */
export function isEverywhere({ stacks, capability }: Dashboard): boolean {
  return stacks.length === everyStack.length && !capability;
}
