import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../lab/src/base/poll.ts';
import { tempoConfig } from '../../lab/src/parts/configs.ts';
import { readLabEnv } from '../../lab/src/parts/env-file.ts';
import { provideEngines } from '../../lab/src/runtime/engines/provide-engines.ts';
import { envWithFreePorts } from './free-ports.ts';
import { ended } from './own-prometheus.ts';

/** A Tempo beside the lab's on the same configuration, without the prefix that closes its other paths; it ends with the test. */
export async function openTempo(): Promise<AsyncDisposable & { url: string; port: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'lab-tempo-'));
  const config = readFileSync(tempoConfig, 'utf8');
  const open = config.replace(/^ *http_path_prefix:.*\n/m, '');
  if (open === config) throw new Error('tempo/config.yaml has no http_path_prefix');
  writeFileSync(join(folder, 'config.yaml'), open);
  const engines = await provideEngines(['tempo'], { env: readLabEnv(), say: () => {} });
  const { TEMPO_PORT: port, TEMPO_GRPC_PORT: grpc, TEMPO_OTLP_PORT: otlp } = await envWithFreePorts();
  const tempo = spawn(engines.get('tempo')!.path, ['-config.file=config.yaml', '-config.expand-env=true'], {
    cwd: folder,
    stdio: 'ignore',
    env: {
      LISTEN_ADDR: '127.0.0.1',
      TEMPO_HTTP_PORT: String(port),
      TEMPO_GRPC_PORT: String(grpc),
      TEMPO_OTLP_ENDPOINT: `127.0.0.1:${otlp}`,
      TEMPO_DATA: folder,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const dispose = async () => {
    await ended(tempo, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until('the open Tempo answers', async () => ((await fetch(`${url}/api/echo`)).ok ? true : undefined));
    return { url, port, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
