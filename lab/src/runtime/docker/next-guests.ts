import { endpointsInside, nextVariable, pageOf } from '../../parts/endpoints.ts';
import { type Guest, guests, nextOf } from '../../parts/parts.ts';

/** Whom each guest calls next, as variables of the compose file: `/chain` passes over services that are left out. */
export function nextGuests(without: readonly string[]): Record<string, string> {
  const there = guests.filter((guest) => !without.includes(guest));
  return Object.fromEntries(there.map((guest) => [nextVariable(guest), nextUrl(guest, there)]));
}

function nextUrl(guest: Guest, there: readonly Guest[]): string {
  const next = nextOf(guest, there);
  return pageOf(endpointsInside([next]), next)!;
}
