import type { Fault } from '../fault.ts';
import { byPart } from '../means/parts.ts';
import { onPanel } from '../sign.ts';

/** Valkey is stopped. */
export const valkeyStopped: Fault = {
  name: 'valkey-stopped',
  group: 'shop',
  does: 'Valkey is stopped.',
  needs: ['shop'],
  means: byPart('valkey', 'stopped'),
  sign: { ...onPanel({ panel: 'valkey-up' }), look: 'down; requests go on', bound: { below: 0.5 } },
  within: { seen: 45, gone: 60 },
  namedBy: { alert: 'EngineDown', hop: 'cache' },
  counts: 'exact',
  cause:
    'A cache may be away: reads ask Postgres instead, and are slower by the time until the client gives up. If a service fails without its cache, the cache is a database.',
  game: {
    part: 'valkey',
    level: 1,
    hints: ['Nothing fails.', 'Which store does not answer?'],
  },
};
