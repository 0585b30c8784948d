import type { WriteStream } from 'node:tty';
import { type EngineProgress, progressLine } from './build-progress.ts';

type Stream = Pick<WriteStream, 'write'> & { isTTY?: boolean; columns?: number };

/** The `say` and `progress` of `provideEngines` for a stream: one line that updates itself in a terminal, plain lines in a pipe or in a terminal that cannot move back. */
export function terminalReporter(stream: Stream): {
  say: (line: string) => void;
  progress?: (update: EngineProgress) => void;
} {
  if (!stream.isTTY || process.env['TERM'] === 'dumb') return { say: (line) => stream.write(`${line}\n`) };
  const wipe = '\r\u001B[2K';
  return {
    say: (line) => stream.write(`${wipe}${line}\n`),
    progress: (update) => stream.write(`${wipe}${progressLine(update).slice(0, (stream.columns || 80) - 1)}`),
  };
}
