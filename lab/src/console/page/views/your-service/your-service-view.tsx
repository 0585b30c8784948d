import { useEffect, useState } from 'react';
import type { LabInfo } from '../../../flow.ts';
import type { WatchState } from '../../../../watch/watch-state.ts';
import { ask } from '../../shell/ask.ts';
import { Link, setQuery, usePlace } from '../../shell/router.tsx';
import { Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { Findings } from './findings.tsx';
import { Hops } from './hops.tsx';
import { Score } from './score.tsx';
import { WhatToSet } from './what-to-set.tsx';
import './your-service.css';

/** A service of somebody's own: what to set, the way of its first data, what keeps it away, and its score. */
export default function YourServiceView({ lab }: { lab: LabInfo }) {
  const { query } = usePlace();
  const service = query.get('service') ?? '';
  const known = useAsked('known services', (signal) => ask<string[]>('/api/your-service/services', { signal }));
  return (
    <>
      <h1>Your service</h1>
      <p className="lead">
        Point any service that speaks OTLP at the lab. Its first data is followed here, and mistakes in how it sends are
        named.
      </p>
      <NameInput key={service} service={service} known={known.data ?? []} />
      {service && <Watched key={`watch of ${service}`} service={service} />}
      <WhatToSet service={service || 'my-service'} lab={lab} />
    </>
  );
}

function Watched({ service }: { service: string }) {
  const tick = useTick();
  const { data, error } = useAsked(`watch ${tick}`, (signal) =>
    ask<WatchState>(`/api/your-service/watch?${new URLSearchParams({ service })}`, { signal }),
  );
  if (error) return <Failed error={error} />;
  if (!data) return <Loading what={`Looking for ${service}`} />;
  const passed = data.hops.every(({ state }) => state === 'passed');
  return (
    <section className="card watch" aria-label={`The way of ${service}`} data-watch={passed ? 'passed' : 'waiting'}>
      <Hops hops={data.hops} />
      <Findings findings={data.findings} />
      {!passed && data.others.length > 0 && (
        <p className="muted">
          Other services that sent since:{' '}
          {data.others.map((other, i) => (
            <span key={other}>
              {i > 0 && ', '}
              <Link to={`/your-service?${new URLSearchParams({ service: other })}`}>{other}</Link>
            </span>
          ))}
        </p>
      )}
      {data.unseen.map((sentence) => (
        <p key={sentence} className="note" data-unseen>
          {sentence}
        </p>
      ))}
      {data.hops.some(({ name, state }) => name === 'spans' && state === 'passed') && <Score service={service} />}
    </section>
  );
}

function NameInput({ service, known }: { service: string; known: readonly string[] }) {
  return (
    <form
      className="controls"
      onSubmit={(event) => {
        event.preventDefault();
        setQuery({ service: String(new FormData(event.currentTarget).get('service')).trim() });
      }}
    >
      <label className="choice">
        service.name
        <input
          name="service"
          list="known-services"
          defaultValue={service}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          required
        />
      </label>
      <datalist id="known-services">
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button type="submit" className="primary">
        Watch
      </button>
    </form>
  );
}

/** Changes every second while somebody looks. */
function useTick(): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTick((last) => last + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return tick;
}
