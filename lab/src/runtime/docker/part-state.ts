import type { PartStatus } from '../lab.ts';
import type { PartName } from '../../parts/parts.ts';
import type { Container } from './containers.ts';
import { partOfService, probeOf } from './services.ts';

/** State and note of a part from all containers of its project: that of its worst one. */
export function stateOfPart(
  part: PartName,
  containers: readonly Container[],
  mayHangAtEnd = false,
): Pick<PartStatus, 'state' | 'note'> {
  const states = containers
    .filter((c) => partOfService(c.service) === part)
    .map((c) =>
      stateOf(
        c,
        containers.find((other) => other.service === probeOf(c.service)),
        mayHangAtEnd,
      ),
    );
  const worst = (['died', 'unhealthy', 'stopped', 'starting', 'running'] as const).flatMap((state) =>
    states.filter((s) => s.state === state),
  )[0];
  return worst ?? { state: 'stopped', note: 'no container; npm start creates one' };
}

/** State and note from one container and, where its image cannot check itself, the container that probes it. */
export function stateOf(
  container: Container,
  probe?: Container,
  mayHangAtEnd = false,
): Pick<PartStatus, 'state' | 'note'> {
  const { state, exitCode } = container;
  switch (state) {
    case 'running':
      return healthOf(container) ?? (probe?.state === 'running' ? healthOf(probe) : undefined) ?? { state: 'running' };
    case 'paused':
      return { state: 'unhealthy', note: 'paused' };
    case 'restarting':
      return { state: 'died', note: `${endOf(container)}; it is being restarted` };
    case 'created':
      return { state: 'stopped', note: 'never started' };
    default:
      // exit by SIGTERM (143) or SIGINT (130) follows a stop; SIGKILL (137) counts as one only for a part that hangs at shutdown
      if ([0, 130, 143].includes(exitCode) || (exitCode === 137 && mayHangAtEnd && !container.outOfMemory))
        return { state: 'stopped' };
      return { state: 'died', note: endOf(container) };
  }
}

/** How a container ended, in words. */
export function endOf({ exitCode, outOfMemory, error }: Container): string {
  if (outOfMemory) return 'killed for exceeding its memory limit';
  if (error) return error;
  if (exitCode === 137) return 'killed (SIGKILL)';
  return `ended with exit code ${exitCode}`;
}

function healthOf({ health, healthSaid }: Container): Pick<PartStatus, 'state' | 'note'> | undefined {
  if (health === 'unhealthy')
    return { state: 'unhealthy', ...(healthSaid && { note: healthSaid.split('\n').at(-1)! }) };
  if (health === 'starting') return { state: 'starting' };
  return undefined;
}
