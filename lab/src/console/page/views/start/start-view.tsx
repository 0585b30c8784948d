import { useRef, useState } from 'react';
import type { PurchaseStep } from '../../../../check/shop/follow-purchase.ts';
import { purchaseModes } from '../../../../check/shop/purchase-spans.ts';
import type { LabInfo } from '../../../flow.ts';
import { askEvents, Problem } from '../../shell/ask.ts';
import { Failed, Loading } from '../../shell/states.tsx';
import { useHealth } from '../../shell/use-health.ts';
import { FlowPicture } from './flow-picture.tsx';
import { type CheckEnd, type Scenario, ScenarioReport } from './scenario-report.tsx';
import { LoadControls } from './load-controls.tsx';
import { Onward } from './onward.tsx';
import { LeftOut, Problems } from './problems.tsx';
import { Timeline } from './timeline.tsx';

/** The first view: does the lab work, and where to look next? */
export function StartView({ lab }: { lab: LabInfo }) {
  const { health, lost } = useHealth();
  const [scenario, setScenario] = useState<Scenario>();
  const run = useRef(0);

  async function follow(kind: Scenario['kind']) {
    const mine = ++run.current;
    const began: Scenario = { kind, hops: [], began: performance.now(), running: true };
    const show = (patch: (before: Scenario) => Partial<Scenario>) =>
      setScenario((before) => (mine === run.current ? { ...(before ?? began), ...patch(before ?? began) } : before));
    setScenario(began);
    try {
      await askEvents(...call(kind), (event, data) => {
        if (event === 'hop') show((before) => ({ hops: [...before.hops, data as PurchaseStep] }));
        if (event === 'done') show(() => ({ running: false, result: data as CheckEnd }));
        if (event === 'failed')
          show(() => ({
            running: false,
            error: new Problem(500, 'The request was not followed.', (data as { error: string }).error),
          }));
      });
      show(() => ({ running: false }));
    } catch (error) {
      show(() => ({ running: false, error: error as Error }));
    }
  }

  return (
    <>
      <h1>From a request to a dashboard</h1>
      <p className="lead">
        Requests go through three services. Their spans go to the collector, which passes the traces on and counts them
        into RED metrics: rate, errors, duration.
      </p>
      {lost && (
        <Failed
          error={
            new Problem(
              0,
              'The console’s server does not answer: this page shows old data.',
              'Is the lab up? npm run status',
            )
          }
        />
      )}
      {!health && !lost && <Loading what="Checking every part" />}
      <FlowPicture lab={lab} health={health} />
      {health && <Problems nodes={health.nodes} titles={new Map(lab.nodes.map((n) => [n.name, n.title]))} />}
      {health && <LeftOut sentences={health.leftOut} />}
      <section aria-labelledby="try" className="actions">
        <h2 id="try">Try it</h2>
        <div className="row">
          <button type="button" className="primary" disabled={scenario?.running} onClick={() => follow('request')}>
            Send one request
          </button>
          {lab.capabilities.includes('shop') &&
            purchaseModes.map((mode) => (
              <button key={mode} type="button" disabled={scenario?.running} onClick={() => follow(mode)}>
                A purchase, {mode}
              </button>
            ))}
          <button type="button" disabled={scenario?.running} onClick={() => follow('check')}>
            Check the lab
          </button>
          <LoadControls lab={lab} load={health?.load} />
        </div>
        {scenario && <ScenarioReport scenario={scenario} />}
      </section>
      <Timeline />
      <Onward lab={lab} />
    </>
  );
}

/** The call that starts it, and its body. */
function call(kind: Scenario['kind']): [path: string, body: object] {
  if (kind === 'request') return ['/api/send-request', {}];
  return kind === 'check' ? ['/api/check', { requests: 50 }] : ['/api/purchase', { mode: kind }];
}
