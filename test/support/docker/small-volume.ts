import type { PartName } from '../../../lab/src/parts/parts.ts';
import { run } from '../run-command.ts';

/** The volume of a part, and the user who writes to it. */
const volumes = {
  collector: { name: 'collector-queue', uid: 10001 },
  tempo: { name: 'tempo-data', uid: 10001 },
  cassandra: { name: 'cassandra-data', uid: 999 },
} as const satisfies Partial<Record<PartName, unknown>>;

/** A disk of its own for a part of a compose project. */
export type SmallVolume = {
  /** Writes a file that leaves this much room, bytes. */
  fill: (left: number) => Promise<void>;
  /** Removes that file. */
  clear: () => Promise<void>;
};

/** Makes a part's volume a small disk in memory, before Compose makes one. `image` is any with Node; `down --volumes` removes it. */
export async function smallVolume(
  project: string,
  part: keyof typeof volumes,
  image: string,
  size = '64m',
): Promise<SmallVolume> {
  const { name, uid } = volumes[part];
  const volume = `${project}_${name}`;
  const options = ['type=tmpfs', 'device=tmpfs', `o=size=${size},uid=${uid}`].flatMap((option) => ['--opt', option]);
  const labels = [`project=${project}`, `volume=${name}`].flatMap((label) => [
    '--label',
    `com.docker.compose.${label}`,
  ]);
  await run('docker', ['volume', 'create', ...options, ...labels, volume]);
  const node = (script: string) =>
    run('docker', ['run', '--rm', '--network', 'none', '--user', '0', '--volume', `${volume}:/disk`, image, 'node', '-e', script]); // prettier-ignore
  return {
    fill: async (left) => {
      await node(
        `const { bavail, bsize } = fs.statfsSync('/disk'); try { fs.writeFileSync('/disk/filler', Buffer.alloc(Math.max(0, bavail * bsize - ${left}))) } catch (error) { if (error.code !== 'ENOSPC') throw error }`,
      );
    },
    clear: async () => void (await node(`fs.rmSync('/disk/filler')`)),
  };
}
