import { useState } from 'react';
import { ask, json } from '../../shell/ask.ts';

/** Switches faults; one action at a time. `every` stands for all that are on. */
export type Switching = {
  possible: boolean;
  /** What is being switched. */
  pending: string | undefined;
  /** What could not be switched, and why. */
  failed: { name: string; error: Error } | undefined;
  breakIt: (name: string, how: { strength?: number; seconds?: number }) => void;
  heal: (name: string) => void;
};

export const every = 'all';

/** `done` is called after each action. */
export function useSwitch(possible: boolean, done: () => void): Switching {
  const [pending, setPending] = useState<string>();
  const [failed, setFailed] = useState<Switching['failed']>();
  async function act(name: string, init: RequestInit) {
    setPending(name);
    setFailed(undefined);
    await ask(`/api/faults${name === every ? '' : `/${name}`}`, init).catch((error: Error) =>
      setFailed({ name, error }),
    );
    setPending(undefined);
    done();
  }
  return {
    possible,
    pending,
    failed,
    breakIt: (name, how) => void act(name, json('POST', how)),
    heal: (name) => void act(name, json('DELETE', {})),
  };
}
