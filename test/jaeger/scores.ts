import { expect, test } from 'vitest';
import { until } from '../../lab/src/base/poll.ts';
import type { ScoreReport } from '../../lab/src/score/report.ts';
import { scoreService } from '../../lab/src/score/score.ts';
import { healthy } from '../support/score/healthy.ts';
import { send } from '../support/score/send.ts';
import { twins } from '../support/score/twins.ts';
import type { TestLab } from '../support/test-lab.ts';

/** Twins whose rules read spans: what Jaeger answers has to suffice for them. */
const ofSpans = Object.keys(twins).filter((id) => /^(RES|SPA|SDK|LAB-00)/.test(id));

const failedOf = ({ rules }: ScoreReport) => rules.filter(({ state }) => state === 'failed').map(({ id }) => id);

/** `lab score` on what Jaeger stores: the same findings as on Tempo. */
export function twinsAreNamed(lab: TestLab): void {
  test('lab score passes a healthy service in Jaeger, and names what a twin of it breaks', async () => {
    const sent = new Map(
      ['healthy', ...ofSpans].map((id) => [id, id === 'RES-005' ? 'unknown_service:twin' : `scored-${id}`]),
    );
    for (const [id, service] of sent) await send(lab, (twins[id] ?? ((same) => same))(healthy(service)));
    for (const [id, service] of sent) {
      const due = id === 'healthy' ? [] : [id];
      const report = await until(
        `${service} is stored`,
        async () => {
          const found = await scoreService(lab.lab, { service, minutes: 5, traces: 100 });
          return found.traces >= 9 && failedOf(found).length >= due.length ? found : undefined;
        },
        { deadline: 30_000, every: 500 },
      );
      expect(failedOf(report), service).toEqual(due);
    }
  });
}
