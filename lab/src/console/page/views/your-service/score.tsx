import { useEffect, useState } from 'react';
import type { ScoreReport } from '../../../../score/report.ts';
import { ask } from '../../shell/ask.ts';
import { Failed, Loading } from '../../shell/states.tsx';
import { useAsked } from '../../shell/use-asked.ts';
import { ScoreView } from './score-view.tsx';

/** ms between two scores: each reads traces. */
const EVERY = 15_000;

/** How good the telemetry of a service is, made anew every 15 s while somebody looks. */
export function Score({ service }: { service: string }) {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || setTurn((before) => before + 1), EVERY);
    return () => clearInterval(timer);
  }, []);
  const { data, error } = useAsked(`score ${turn}`, (signal) =>
    ask<ScoreReport>(`/api/your-service/score?${new URLSearchParams({ service })}`, { signal }),
  );
  return (
    <div className="watch-score">
      <h2>Score</h2>
      {error && !data && <Failed error={error} />}
      {!data && !error && <Loading what="Reading its traces" />}
      {data && <ScoreView report={data} />}
    </div>
  );
}
