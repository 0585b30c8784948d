import * as logs from '../panels/logs.ts';
import { services } from '../variables.ts';
import { dashboard } from './build.ts';

export const logsDashboard = dashboard({
  uid: 'logs',
  title: 'Logs',
  short: 'Logs',
  file: 'Logs/logs.json',
  answers: 'What do the services say, and which requests failed?',
  reading:
    'How many lines first, by severity and by service, then the errors: open a line, and its trace_id leads to the trace. Lines are in Loki, which only the Docker runtime has; natively the console shows them.',
  capability: 'logs',
  variables: [services],
  rows: [
    [
      100,
      'Volume',
      [
        [1, logs.errorLines, 4, 4],
        [2, logs.allLines, 4, 4],
      ],
      [3, logs.volumeBySeverity, 10, 8],
      [4, logs.volumeByService, 10, 8],
      [5, logs.errorsShown, 24, 8],
    ],
    [101, 'More', [6, logs.errorsByService, 24, 8], [7, logs.linesShown, 24, 12]],
  ],
});
