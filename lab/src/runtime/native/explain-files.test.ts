import { expect, test } from 'vitest';
import { temporaryHome } from '../../base/testing.ts';
import { explainFiles } from './explain-files.ts';

const home = temporaryHome();

// as Prometheus 3.13, Tempo 2.8 and the collector 0.159 write them
test.each([
  [
    'err="opening storage failed: lock DB directory: open HOME/data/prometheus/lock: permission denied"',
    'permission denied',
  ],
  ['mkdir HOME/data/tempo/wal: read-only file system', 'read-only file system'],
  ['open HOME/data/collector/exporter_otlp_http_tempo_traces: no space left on device', 'no space left on device'],
])('%s', (line, cause) => {
  const explained = explainFiles(`ts=1 level=info\n${line.replace('HOME', home.path)}`);
  expect(explained).toMatchObject({ cause, expected: expect.stringContaining(home.path) });
  expect(explained?.next).toContain('export LAB_HOME=');
});

test.each(['listen tcp 127.0.0.1:80: bind: permission denied', 'open HOME/data/tempo: no such file or directory'])(
  'anything else is left as it is: %s',
  (line) => expect(explainFiles(line.replace('HOME', home.path))).toBeUndefined(),
);
