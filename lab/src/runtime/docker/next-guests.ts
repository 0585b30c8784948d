import { endpointNamed, endpointsInside, nextVariable } from '../../parts/endpoints.ts';
import { type Guest, guests, partNamed } from '../../parts/parts.ts';

/** Whom each guest calls next, as variables of the compose file: `/chain` passes over services that are left out. */
export function nextGuests(without: readonly string[]): Record<string, string> {
  const there = guests.filter((guest) => !without.includes(guest));
  return Object.fromEntries(there.map((guest, at) => [nextVariable(guest), insideUrl(there[at + 1] ?? 'gateway')]));
}

const insideUrl = (part: Guest | 'gateway'): string =>
  endpointNamed(endpointsInside([part]), partNamed(part).ports[0]!.endpoint!)!;
