import { diff } from 'node:util';

/** Names that are probably meant by this one: they differ in case, in signs, or by a few letters. */
export function closeNames(wanted: string, names: readonly string[]): string[] {
  return names.filter((name) => name !== wanted && isClose(plain(wanted), plain(name)));
}

const plain = (name: string) =>
  name
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function isClose(a: string, b: string): boolean {
  if (a === b) return true;
  const shorter = Math.min(a.length, b.length);
  if (shorter < 3) return false;
  if (a.startsWith(b) || b.startsWith(a)) return shorter * 2 >= Math.max(a.length, b.length);
  return diff(a, b).filter(([change]) => change !== 0).length <= Math.max(1, shorter / 4);
}
