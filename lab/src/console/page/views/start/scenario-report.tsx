import { useEffect, useState } from 'react';
import type { CheckResult } from '../../../../check/check.ts';
import { failureOf, markOf, verdictOf } from '../../../../check/hop-result.ts';
import type { Ledger } from '../../../../check/ledger.ts';
import type { PurchaseStep } from '../../../../check/shop/follow-purchase.ts';
import type { PurchaseMode } from '../../../../check/shop/purchase-spans.ts';
import { Link } from '../../shell/router.tsx';
import { Failed } from '../../shell/states.tsx';
import { FailureText } from './problems.tsx';
import './scenario.css';

/** The result of a check, without the hops, which were sent one by one before. */
export type CheckEnd = Omit<CheckResult, 'hops'>;

/** What can be followed: each with its title. */
const titles = {
  request: 'One request through the lab',
  check: 'The check',
  'at once': 'A purchase, answered when it is made',
  queued: 'A purchase, answered when it is queued',
} as const satisfies Record<'request' | 'check' | PurchaseMode, string>;

/** One followed request or purchase, or a complete check. `began` is performance.now(). */
export type Scenario = {
  kind: keyof typeof titles;
  hops: PurchaseStep[];
  began: number;
  running: boolean;
  result?: CheckEnd;
  error?: Error;
};

/** Each hop with its seconds as it is reached; the first failed hop shows its cause. */
export function ScenarioReport({ scenario }: { scenario: Scenario }) {
  const { hops, running, result, error } = scenario;
  const longest = Math.max(2, ...hops.map((hop) => hop.seconds));
  return (
    <div className="card scenario" aria-live="polite" aria-busy={running}>
      <h3>
        {titles[scenario.kind]}
        {running && <Clock since={scenario.began} />}
      </h3>
      <ol>
        {hops.map((hop) => (
          <li
            key={hop.name}
            data-hop={hop.name}
            data-ok={hop.ok}
            className={hop.ok ? 'ok' : hop.skipped ? 'skipped' : 'bad'}
          >
            <span className="mark" aria-hidden="true">
              {markOf(hop)}
            </span>
            <span className="hop-title">{hop.title}</span>
            <span className="hop-seconds">{hop.skipped ? '' : `${hop.seconds.toFixed(2)} s`}</span>
            <span className="hop-bar" aria-hidden="true">
              <span style={{ width: hop.skipped ? 0 : `${Math.min(100, (hop.seconds / longest) * 100)}%` }} />
            </span>
            <HopFinding hop={hop} />
          </li>
        ))}
      </ol>
      {result?.ledger && <LedgerText ledger={result.ledger} />}
      {result && (
        <p className={result.ok ? 'verdict ok' : 'verdict bad'}>
          {verdictOf(result)} {result.traceId && <Link to={`/traces/${result.traceId}`}>Open its trace</Link>}
        </p>
      )}
      {error && <Failed error={error} />}
    </div>
  );
}

function HopFinding({ hop }: { hop: PurchaseStep }) {
  const failure = failureOf(hop);
  return failure ? <FailureText failure={failure} /> : <span className="hop-found">{hop.found}</span>;
}

function LedgerText({ ledger }: { ledger: Ledger }) {
  const { requests, sent, answered, stored, counted, logged, differences } = ledger;
  return (
    <div
      className={differences.length === 0 ? 'ledger ok' : 'ledger bad'}
      data-ledger={differences.length === 0 ? 'balanced' : 'different'}
    >
      <p>
        {requests} requests made {sent} SERVER spans: {answered} answered, {stored} stored, {counted} counted
        {logged === undefined ? '' : `, ${logged} logged`}.
      </p>
      {differences.length > 0 && (
        <ul>
          {differences.slice(0, 10).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Clock({ since }: { since: number }) {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="clock" aria-hidden="true">
      {((now - since) / 1000).toFixed(1)} s
    </span>
  );
}
