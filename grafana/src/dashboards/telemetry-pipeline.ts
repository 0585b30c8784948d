import * as pipeline from '../panels/pipeline.ts';
import { dashboard } from './build.ts';

export const telemetryPipeline = dashboard({
  uid: 'telemetry-pipeline',
  title: 'Telemetry pipeline',
  short: 'Pipeline',
  file: 'Lab/telemetry-pipeline.json',
  answers: 'Is the data on the other dashboards complete?',
  reading:
    'The bars must be equal and the losses zero. If not, the first shorter bar marks the faulty hop; the rows below show its queue, its memory and whether it answers.',
  variables: [],
  rows: [
    [
      100,
      'Complete?',
      [1, pipeline.spansPerHop, 13, 8],
      [
        [4, pipeline.targetsUp, 11, 4],
        [5, pipeline.overflow, 11, 4],
      ],
      [2, pipeline.leftOut, 24, 8],
    ],
    [
      101,
      'Queues',
      [3, pipeline.spanFlow, 24, 8],
      [6, pipeline.sdkQueue, 12, 8],
      [7, pipeline.queueDepth, 12, 8],
      [9, pipeline.scrapeAge, 12, 8],
      [8, pipeline.unmatchedEdges, 12, 8],
      [12, pipeline.scrapeTime, 24, 8],
    ],
    [
      102,
      'Series',
      [10, pipeline.seriesCount, 12, 8],
      [11, pipeline.metricPoints, 12, 8],
      [16, pipeline.seriesByService, 24, 8],
    ],
    [103, 'Engines', [14, pipeline.memory, 12, 8], [15, pipeline.cpuOfEngines, 12, 8]],
  ],
});
