import type { Fault } from '../fault.ts';
import { at, byFlags } from '../means/flags.ts';
import { risenOn } from '../sign.ts';

/** gateway puts messages into the queue that nobody can read. */
export const poisonMessage: Fault = {
  name: 'poison-message',
  group: 'shop',
  does: 'gateway puts messages into the queue that nobody can read.',
  needs: ['shop'],
  means: byFlags('messages that are no JSON', [{ name: 'poison-message', rule: at('gateway'), value: 1 }]),
  sign: {
    ...risenOn({ panel: 'kafka-dead-letters' }, 15),
    look: 'the number of dead letters rises',
    bound: { above: 0 },
  },
  within: { seen: 45, gone: 90 },
  namedBy: { alert: 'DeadLetters' },
  counts: { wrong: 'queued purchases are accepted and never made: they are among the dead letters, one for each' },
  cause:
    'A consumer that tries a bad message without end stops its partition; one that skips it loses it. This one puts it aside, with the reason, and goes on. The error is in the sender, days earlier perhaps: the trace of a dead letter leads there.',
  game: {
    part: 'gateway',
    level: 2,
    hints: ['Purchases are accepted and do not arrive.', 'What became of the message, and who wrote it?'],
  },
};
