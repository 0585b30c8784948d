import { useEffect, useState } from 'react';
import type { LabInfo } from '../../../flow.ts';
import type { ShownLines } from '../../../shown-line.ts';
import { ask } from '../../shell/ask.ts';
import { counted } from '../../shell/format.ts';
import { Link, usePlace } from '../../shell/router.tsx';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { LogLines } from './log-lines.tsx';

/** How often a trace's lines are asked for again: the last ones may still be on their way. */
const TRIES = 20;
const EVERY = 300;

/** The log lines of a trace, by time. */
export function TraceLogs({ lab, traceId }: { lab: LabInfo; traceId: string }) {
  return (
    <section className="of-trace" aria-labelledby="of-trace">
      <h2 id="of-trace">Its log lines</h2>
      {lab.logs ? (
        <Lines key={traceId} store={lab.logs} traceId={traceId} />
      ) : (
        <p className="note">
          This lab keeps no log lines: <code>npm start -- --with logs</code> adds a store for them.
        </p>
      )}
    </section>
  );
}

function Lines({ store, traceId }: { store: string; traceId: string }) {
  const { query } = usePlace();
  const [tries, setTries] = useState(0);
  const asked = useAsked(
    `logs ${traceId} ${tries}`,
    (signal) => ask<ShownLines>(`/api/logs/traces/${traceId.padStart(32, '0')}`, { signal }),
    traceId,
  );
  const { data, error, loading } = asked;
  useEffect(() => {
    if (tries >= TRIES || loading) return;
    const timer = setTimeout(() => setTries(tries + 1), EVERY);
    return () => clearTimeout(timer);
  }, [tries, loading]);
  const again = () => setTries(tries + 1);
  const lines = data?.lines ?? [];
  return (
    <>
      {error && <Failed error={error} />}
      {!error && lines.length === 0 && (loading || tries < TRIES) && (
        <Loading what={`Asking ${store} for its log lines`} />
      )}
      {!error && lines.length === 0 && !loading && tries >= TRIES && (
        <Empty title={`${store} has no line of this trace`}>
          Its services may log nothing, or their lines may be older than the retention.{' '}
          <Link to="/logs">Search all lines</Link>
        </Empty>
      )}
      {lines.length > 0 && (
        <LogLines
          lines={lines}
          trace={traceId}
          chosen={query.get('span')}
          caption={`${data!.more ? `The first ${counted(lines.length, 'line')}` : counted(lines.length, 'line')} in ${store}, by time`}
        />
      )}
      {tries >= TRIES && !loading && (
        <button type="button" onClick={again}>
          Ask again
        </button>
      )}
    </>
  );
}
