import type { DoorName } from '../catalog/parts.ts';
import type { Lab } from './lab.ts';
import { nativeUp, type UpOptions } from './native/native-up.ts';

/** Starts the lab behind the asked door. */
export async function up(options: UpOptions & { door?: DoorName | undefined }): Promise<Lab> {
  return nativeUp(options);
}
