import { type ChildProcess, spawn } from 'node:child_process';
import { k6Arguments, k6Environment } from '../../runtime/load.ts';
import type { LoadState } from '../health.ts';
import type { ConsoleSettings } from './settings.ts';

/** k6 as a child of this server: one run at a time, which ends with the server. */
export class Load {
  readonly #settings: ConsoleSettings;
  #child: ChildProcess | undefined;
  #state: LoadState = { running: false };

  constructor(settings: ConsoleSettings) {
    this.#settings = settings;
  }

  get startable(): boolean {
    return this.#settings.k6 !== undefined;
  }

  get state(): LoadState {
    return this.#state;
  }

  /** Starts a run of `seconds` with `vus` users. Returns the reason it cannot start, or undefined. */
  start({ vus, seconds }: { vus: number; seconds: number }): string | undefined {
    const { k6, endpoints } = this.#settings;
    if (!k6) return 'this console has no k6';
    if (this.#child) return 'a load is already running';
    const args = [...k6Arguments({ vus, duration: `${seconds}s` }, k6.script), '--quiet'];
    const child = spawn(k6.path, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: k6Environment(endpoints),
    });
    this.#child = child;
    this.#state = { running: true, vus, until: Date.now() / 1000 + seconds };
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(-2_000)));
    const ended = (exit: number, last: string) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#state = { running: false, lastExit: exit, ...(last && { lastLine: last }) };
    };
    child.once('error', (error) => ended(-1, error.message));
    child.once('exit', (code, signal) =>
      ended(
        code ?? (signal ? 0 : -1),
        code === 0 || code === 105
          ? ''
          : code === 99
            ? 'A threshold of the load was missed.'
            : (said.trim().split('\n').at(-1) ?? ''),
      ),
    );
    return undefined;
  }

  /** Ends the run; resolves when k6 has ended. k6 stops on SIGINT and pushes its last metrics. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGINT');
    const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(hard);
  }
}
