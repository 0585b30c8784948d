import { pbkdf2 } from 'node:crypto';
import { setInterval as every } from 'node:timers';

/** Begins a fault with the flag's value; returns how to end it. */
export type Begin = (value: number) => End | Promise<End>;

/** Ends what a fault began. */
type End = () => unknown;

/** At most so much is leaked, MB: the lab's machine must survive. */
const leakAtMost = 150;

const now = Date.now;

/** Faults of a whole process, by flag: begin with the flag's value, and return how to end them. */
export const processFaults: Readonly<Record<string, Begin>> = {
  'blocked-event-loop': (ms) => {
    const timer = every(() => {
      const end = performance.now() + ms;
      while (performance.now() < end);
    }, 1000);
    return () => clearInterval(timer);
  },
  'memory-leak': (mbPerSecond) => {
    const kept: Buffer[] = [];
    const timer = every(() => {
      if (kept.length * mbPerSecond < leakAtMost) kept.push(Buffer.alloc(mbPerSecond * 1024 * 1024, 1));
    }, 1000);
    return () => {
      clearInterval(timer);
      kept.length = 0;
    };
  },
  'cpu-burn': (threads) => {
    let on = true;
    const burn = () => on && pbkdf2('fault', 'salt', 50_000, 32, 'sha256', burn); // in libuv's threads, not in the event loop
    for (let i = 0; i < threads; i++) burn();
    return () => {
      on = false;
    };
  },
  'clock-off': (minutes) => shiftClock(minutes * 60_000),
  'clock-reset': (years) => shiftClock(-years * 365 * 86_400_000),
};

/** Sets the clock of the process ahead by so many ms; returns how to set it right. */
function shiftClock(ms: number): End {
  Date.now = () => now() + ms;
  return () => {
    Date.now = now;
  };
}
