import { countsInWords, namersOf, strengthInWords } from '../../../../faults/describe.ts';
import type { FaultShown } from '../../../faults.ts';
import { Fact } from '../../shell/fact.tsx';
import { Link } from '../../shell/router.tsx';

/** What is known of a fault besides its cause. */
export function Facts({ fault }: { fault: FaultShown }) {
  const { name, panel, look, places, strength, within, namedBy, counts } = fault;
  return (
    <dl className="fault-facts">
      <div>
        <dt>see</dt>
        <dd>
          <Link to={`/faults/${name}`}>{panel}</Link>
          {places.view && (
            <>
              {', '}
              <Link to={places.view}>Service view</Link>
            </>
          )}
          {places.grafana && (
            <>
              {', '}
              <a href={places.grafana}>Grafana</a>
            </>
          )}
          : {look}
        </dd>
      </div>
      {strength && <Fact name="strength">{strengthInWords(strength)}</Fact>}
      <Fact name="seen">
        within {within.seen} s under load; gone {within.gone} s after it is healed
      </Fact>
      <Fact name="named by">{namersOf(namedBy).join(', ') || 'nothing: it is to be found'}</Fact>
      <Fact name="counts">{countsInWords(counts)}</Fact>
    </dl>
  );
}

/** The cause, folded: somebody may guess first. */
export function Cause({ fault: { how, cause } }: { fault: FaultShown }) {
  return (
    <details className="cause">
      <summary>The cause</summary>
      <p>{cause}</p>
      <p className="muted">Done by: {how}</p>
    </details>
  );
}
