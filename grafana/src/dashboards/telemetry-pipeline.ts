import * as pipeline from '../panels/pipeline.ts';
import { dashboard } from './build.ts';

export const telemetryPipeline = dashboard({
  uid: 'telemetry-pipeline',
  title: 'Telemetry pipeline',
  file: 'Lab/telemetry-pipeline.json',
  answers: 'Is the data on the other dashboards complete?',
  reading:
    'The bars must be equal and the losses zero. If not, the first shorter bar marks the faulty hop; the rows below show its queue, its memory and whether it answers.',
  variables: [],
  rows: [
    [
      100,
      'Complete?',
      [1, pipeline.spansPerHop, 12, 8],
      [2, pipeline.losses, 12, 8],
      [3, pipeline.spanFlow, 12, 8],
      [4, pipeline.targetsUp, 8, 8],
      [5, pipeline.overflow, 4, 8],
    ],
    [101, 'Queues', [6, pipeline.sdkQueue, 8, 8], [7, pipeline.queueDepth, 8, 8], [8, pipeline.unmatchedEdges, 8, 8]],
    [
      102,
      'Stores',
      [9, pipeline.scrapeAge, 8, 8],
      [10, pipeline.seriesCount, 8, 8],
      [11, pipeline.metricPoints, 8, 8],
      [12, pipeline.storeIngest, 12, 8],
      [13, pipeline.liveTraces, 12, 8],
    ],
    [103, 'Engines', [14, pipeline.memory, 12, 8], [15, pipeline.cpuOfEngines, 12, 8]],
  ],
});
