import { spanSources } from '../../parts/parts.ts';
import { scenarios } from '../../parts/scenarios.ts';

/** Whether a service is a part of the lab: of others, nothing is known. */
export function isOurs(service: string): boolean {
  return (spanSources as readonly string[]).includes(service);
}

/** The routes that the lab's own requests reach. */
export const ownRoutes: ReadonlySet<string> = new Set(scenarios.map((scenario) => scenario.route));
