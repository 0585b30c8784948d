import type { DoorName, Stack } from '../catalog/parts.ts';
import type { Lab } from './lab.ts';
import { nativeUp } from './native/native-up.ts';

/** Starts the lab behind the asked door. */
export async function up(options: {
  stack: Stack;
  door?: DoorName | undefined;
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
}): Promise<Lab> {
  return nativeUp(options);
}
