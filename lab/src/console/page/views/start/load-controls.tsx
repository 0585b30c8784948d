import { useState } from 'react';
import type { LabInfo } from '../../../flow.ts';
import type { LoadState } from '../../../health.ts';
import { ask, json } from '../../shell/ask.ts';
import { Failed } from '../../shell/states.tsx';

/** Starts and stops k6 if this server has one; otherwise shows the command to copy. */
export function LoadControls({ lab, load }: { lab: LabInfo; load: LoadState | undefined }) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<Error>();
  const [copied, setCopied] = useState(false);
  if (!lab.load.startable) {
    const copy = () =>
      navigator.clipboard?.writeText(lab.load.command).then(
        () => setCopied(true),
        () => setCopied(false),
      );
    return (
      <span className="command">
        Load: <code>{lab.load.command}</code>{' '}
        <button type="button" onClick={copy}>
          {copied ? 'Copied' : 'Copy'}
        </button>
      </span>
    );
  }
  const act = async (init: RequestInit) => {
    setPending(true);
    setError(undefined);
    await ask('/api/load', init).catch(setError);
    setPending(false);
  };
  return (
    <>
      {load?.running ? (
        <button type="button" disabled={pending} onClick={() => act(json('DELETE', {}))}>
          Stop the load
        </button>
      ) : (
        <button type="button" disabled={pending || !load} onClick={() => act(json('POST', { vus: 5, seconds: 120 }))}>
          Start a load
        </button>
      )}
      <span className="note" role="status">
        {load?.running && load.until
          ? `k6 with ${load.vus} users, ${Math.max(0, Math.round(load.until - Date.now() / 1000))} s left`
          : load?.lastLine}
      </span>
      {error && <Failed error={error} />}
    </>
  );
}
