import { useEffect, useState } from 'react';
import { headingOf } from '../../../../faults/describe.ts';
import type { FaultList, FaultState } from '../../../faults.ts';
import type { LabInfo } from '../../../flow.ts';
import { ask } from '../../shell/ask.ts';
import { Link } from '../../shell/router.tsx';
import { Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { FaultCard } from './fault-card.tsx';
import { FaultPage } from './fault-page.tsx';
import { OnNow } from './on-now.tsx';
import { useSwitch } from './use-switch.ts';
import './faults.css';

/** ms between two looks at what is on. */
const EVERY = 2_000;

/** Everything that can be broken, and what is on; with a name that fault, and the panel that shows it. */
export default function FaultsView({ lab, name }: { lab: LabInfo; name: string | undefined }) {
  const [turn, setTurn] = useState(0);
  const look = () => setTurn((before) => before + 1);
  const list = useAsked('faults', (signal) => ask<FaultList>('/api/faults', { signal }));
  const on = useAsked(`on ${turn}`, (signal) => ask<FaultState[]>('/api/faults/on', { signal }));
  const switching = useSwitch(list.data?.switchable ?? false, look);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || look(), EVERY);
    return () => clearInterval(timer);
  }, []);
  const error = list.error ?? on.error;
  const { data } = list;
  return (
    <>
      {!name && <h1>Faults</h1>}
      {!name && (
        <p className="lead">
          Break this lab on purpose, under a load (<Link to="/start">Start</Link>): see what it looks like, guess the
          cause, then unfold it.
        </p>
      )}
      {error && <Failed error={error} />}
      {!data && !error && <Loading what="Loading the faults" />}
      {data && on.data && !name && <OnNow on={on.data} switching={switching} />}
      {data && name && <FaultPage lab={lab} name={name} all={data.faults} on={on.data ?? []} switching={switching} />}
      {data &&
        !name &&
        [...Map.groupBy(data.faults, ({ group }) => group)].map(([group, members]) => (
          <section key={group} aria-labelledby={`faults-${group}`} className="faults">
            <h2 id={`faults-${group}`}>{headingOf(group)}</h2>
            <div className="fault-cards">
              {members.map((fault) => (
                <FaultCard key={fault.name} fault={fault} on={on.data ?? []} switching={switching} />
              ))}
            </div>
          </section>
        ))}
    </>
  );
}
