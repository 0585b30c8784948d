import { docker } from './docker-command.ts';

/** Memory of running containers in bytes, by full id, as `docker stats` shows it. Takes about 2 s: Docker samples twice. */
export async function memoryOf(ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const table = await docker(['stats', '--no-stream', '--no-trunc', '--format', '{{.ID}}\t{{.MemUsage}}', ...ids]);
  return readStats(table);
}

/** Reads lines of `<id>\t60.48MiB / 256MiB`. A container that just ended has no figure. */
export function readStats(table: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const line of table.split('\n')) {
    const [id = '', usage = ''] = line.split('\t');
    const bytes = bytesOf(usage.split('/')[0]!.trim());
    if (id && bytes !== undefined) found.set(id, bytes);
  }
  return found;
}

const units: Record<string, number> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

function bytesOf(text: string): number | undefined {
  const [, amount, unit = ''] = /^([\d.]+)\s*([A-Za-z]+)$/.exec(text) ?? [];
  const factor = units[unit];
  return amount && factor ? Math.round(Number(amount) * factor) : undefined;
}
