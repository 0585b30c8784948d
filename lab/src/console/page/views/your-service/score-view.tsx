import type { RuleResult, ScoreReport } from '../../../../score/report.ts';
import { counted } from '../../shell/format.ts';
import { Link } from '../../shell/router.tsx';

/** The two scores of a service, and its rules: those that failed first, with an example and the change. */
export function ScoreView({ report }: { report: ScoreReport }) {
  const { score, labScore, category, minutes, traces, spans, rules } = report;
  const of = (state: RuleResult['state']) => rules.filter((rule) => rule.state === state);
  return (
    <>
      <p className="score-numbers">
        <span>
          <b data-score>{score}</b> Instrumentation Score, {category}
        </span>
        <span>
          <b data-lab-score>{labScore}</b> with the lab’s rules
        </span>
      </p>
      <p className="muted">
        {counted(traces, 'trace')} and {counted(spans, 'span')} of the last {minutes} min.
      </p>
      {of('failed').map((rule) => (
        <FailedRule key={rule.id} rule={rule} />
      ))}
      <p className="note">
        Passed:{' '}
        {of('passed')
          .map(({ id }) => id)
          .join(', ') || 'none'}
        .
      </p>
      {of('not applicable').length > 0 && (
        <details>
          <summary>{counted(of('not applicable').length, 'rule')} without data to judge</summary>
          <ul>
            {of('not applicable').map(({ id, title, found }) => (
              <li key={id}>
                {id} {title}: {found}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function FailedRule({ rule: { id, title, impact, found, example, why, fix } }: { rule: RuleResult }) {
  return (
    <div className="problem" data-rule={id}>
      <strong>
        {id} {title} ({impact})
      </strong>
      <dl>
        <div>
          <dt>found</dt>
          <dd>{found}</dd>
        </div>
        {example && (
          <div>
            <dt>example</dt>
            <dd>
              {example.text} {example.traceId && <Link to={`/traces/${example.traceId}`}>its trace</Link>}
            </dd>
          </div>
        )}
        <div>
          <dt>why</dt>
          <dd>{why}</dd>
        </div>
        <div>
          <dt>change</dt>
          <dd>
            <code>{fix}</code>
          </dd>
        </div>
      </dl>
    </div>
  );
}
