import { appRoles, workers } from '../parts/parts.ts';

/** The lab's own services: they are listed after those of others. */
export const labServices: ReadonlySet<string> = new Set([...appRoles, ...workers]);
