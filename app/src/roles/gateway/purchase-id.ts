import { createHash, randomUUID } from 'node:crypto';
import { Problem } from '../../http/problem.ts';

/** The namespace of our ids (RFC 9562): made once at random, never changed, or a key sent again would buy again. */
const namespace = '7f6d1a52-0c1e-4d0b-9d4e-3b8a51c0e6f7';

/** The id of a purchase: the same for the same key of the client, else random. Problem 400 for a key that is none. */
export function purchaseIdOf(idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) return randomUUID();
  if (!/^[\x20-\x7e]{1,128}$/.test(idempotencyKey))
    throw new Problem(400, 'Idempotency-Key: expected 1 to 128 printable ASCII characters.');
  return uuid5(idempotencyKey);
}

/** A UUID of version 5: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5 */
function uuid5(name: string): string {
  const hash = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
