import { describeError, until } from '../../base/poll.ts';
import { LabError } from '../../base/lab-error.ts';
import type { Hop } from '../hop.ts';
import { followed } from './app.ts';
import { receiverCounters } from '../../backends/collector-counters.ts';

const due = followed.due(200).length + followed.clientSpans;

/** The apps' SDKs delivered the request's spans to the collector. */
export const exportHop: Hop = {
  name: 'export',
  title: 'spans exported',
  expected: `the ${due} spans of the request reach the collector's receiver within 5 s`,
  needs: ['app'],
  walk: async ({ endpoints, before }) => {
    const asked = endpoints.collectorTelemetry;
    let arrived = 0;
    try {
      await until(
        'spans reach the collector',
        async () => {
          const now = await receiverCounters(asked);
          const base = before && before.accepted <= now.accepted ? before : { accepted: 0, refused: 0 }; // restarted since
          arrived = now.accepted + now.refused - base.accepted - base.refused;
          return arrived >= due ? true : undefined;
        },
        { deadline: 5_000 },
      );
      return `${arrived} spans arrived`;
    } catch (error) {
      const cause = error instanceof LabError ? error.failure.found : describeError(error);
      const silent = await receiverCounters(asked).then(() => undefined, describeError);
      if (silent) {
        throw new LabError({
          what: `the collector does not answer: ${silent}`,
          cause: 'the collector is not running',
          next: 'npm run lab -- start collector',
        });
      }
      throw new LabError({
        what: `${arrived} of ${due} arrived (${cause})`,
        cause: 'the apps do not export: LAB_TELEMETRY=off, or a wrong OTEL_EXPORTER_OTLP_ENDPOINT',
        next: 'npm run lab -- logs gateway',
      });
    }
  },
};
