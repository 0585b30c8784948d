import { existsSync } from 'node:fs';
import { docker } from './docker/docker-command.ts';
import { chosenProject } from './docker/find-docker-lab.ts';
import { withLabLock } from './lab-lock.ts';
import { labFiles } from './lab-files.ts';
import { removeStoredData } from './stored-data.ts';

/** Removes the stored data of this checkout's labs, on both runtimes, while no lab is up. Returns a line per removal. */
export function removeData(): Promise<string[]> {
  return withLabLock(async () => {
    const { data } = labFiles();
    const removed: string[] = [];
    if (existsSync(data)) {
      removeStoredData();
      removed.push(data);
    }
    const volumes = await volumesOf(chosenProject());
    if (volumes.length > 0) await docker(['volume', 'rm', ...volumes]);
    return [...removed, ...volumes.map((volume) => `volume ${volume}`)];
  });
}

/** Volumes of a compose project; none without an engine. */
async function volumesOf(project: string | undefined): Promise<string[]> {
  if (!project) return [];
  const filter = `label=com.docker.compose.project=${project}`;
  const listed = await docker(['volume', 'ls', '--quiet', '--filter', filter]).catch(() => '');
  return listed.split('\n').filter(Boolean);
}
