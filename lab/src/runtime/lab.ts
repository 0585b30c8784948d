import type { Capability } from '../parts/capabilities.ts';
import { LabError } from '../base/lab-error.ts';
import type { ProcessId } from '../base/process-identity.ts';
import { type RuntimeName, type Endpoints, type PartName, titleOf, type Stack } from '../parts/parts.ts';
export type { RuntimeName, Endpoints, PartName, Stack };

/** State of one part. `memory` is in bytes, shared pages counted once over all parts; `origin` says where its engine or image came from. */
export type PartStatus = {
  part: PartName;
  state: 'running' | 'stopped' | 'died' | 'starting' | 'unhealthy';
  pid?: number;
  memory?: number;
  origin?: string;
  url?: string;
  note?: string;
};

/** A part did not end by itself and was killed; `found` names the process or container. */
export class EndedByForce extends LabError {
  constructor(part: PartName, found: string) {
    super({
      what: `${titleOf(part)} did not end by itself and was killed.`,
      found,
      next: `npm run lab -- logs ${part}`,
    });
  }
}

/** A load: k6 with the lab's mix of requests. */
export type Load = {
  /** In k6's format: 30s, 5m. */
  duration: string;
  vus: number;
  /** Prints nothing, and no threshold fails the run. */
  quiet?: boolean;
  say?: (line: string) => void;
  signal?: AbortSignal;
  /** Called with the process that sends, so that another command can end it: by SIGINT. */
  onStart?: (process: ProcessId) => void;
};

/** How k6 ended: its exit code (99: a threshold was missed) and, if quiet, the last line that it printed. */
export type LoadEnd = { exitCode: number; lastLine: string };

/** A lab that was started, on either runtime. Failures are LabErrors. */
export interface Lab {
  /** Distinguishes the labs of one home. */
  readonly name: string;
  readonly runtime: RuntimeName;
  readonly stack: Stack;
  readonly capabilities: readonly Capability[];
  readonly endpoints: Endpoints;
  /** The parts that this lab should run, in the order of the data. */
  readonly parts: readonly PartName[];
  /** Folder of the files that tell parts of faults (fault-files.ts). */
  readonly faultsFolder: string;
  status(): Promise<PartStatus[]>;
  /** Starts a part and waits until it is usable. One that runs but does not work is ended first, and `say` tells why. */
  start(part: PartName, say?: (line: string) => void): Promise<void>;
  /** Ends a part gracefully; throws EndedByForce if that was not possible. */
  stop(part: PartName): Promise<void>;
  /** Ends a part by SIGKILL, for fault exercises and tests. */
  kill(part: PartName): Promise<void>;
  /** Halts a part, which keeps its connections and answers nothing; a start lets it go on. */
  pause(part: PartName): Promise<void>;
  /** Lets a paused part go on. */
  resume(part: PartName): Promise<void>;
  /** Writes a part's log lines to stdout; with `follow` until the signal aborts. */
  logs(part: PartName, options: { lines: number; follow: boolean; signal?: AbortSignal }): Promise<void>;
  /** Sends requests with k6, whose own metrics go to Prometheus too. */
  load(load: Load): Promise<LoadEnd>;
  /** Ends everything gracefully; with `volumes` the data too. */
  down(options: { volumes: boolean }): Promise<void>;
}
