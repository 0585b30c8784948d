import type { PartName } from '../parts/parts.ts';
import { EndedByForce, type Lab } from './lab.ts';

type Tell = (line: string) => void;

/** Stops a part. One that had to be killed is stopped too; `warn` is told. */
export async function stopAnyway(lab: Lab, part: PartName, warn: Tell = () => {}): Promise<void> {
  await lab.stop(part).catch((error: unknown) => {
    if (!(error instanceof EndedByForce)) throw error;
    warn(error.message);
  });
}

/** Stops a part, unless it is stopped, and starts it again. */
export async function restartPart(
  lab: Lab,
  part: PartName,
  { say, warn }: { say?: Tell; warn?: Tell } = {},
): Promise<void> {
  const before = (await lab.status()).find((one) => one.part === part);
  if (before?.state !== 'stopped') await stopAnyway(lab, part, warn);
  await lab.start(part, say);
}
