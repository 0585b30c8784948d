import { askProgram } from '../../base/ask-program.ts';

/** A Docker engine with Compose v2 that answers `docker`, or why there is none. */
export type FoundEngine = { engine: string; compose: string; environment: Record<string, string> } | { why: string };

/** Asks client and engine, for at most 5 s. `environment` is what `docker compose` needs on this machine. */
export async function findEngine(): Promise<FoundEngine> {
  const asked = await askProgram('docker', ['info', '--format', '{{json .}}'], { deadline: 5_000, env: process.env });
  if (asked.code === 'ENOENT') return { why: 'there is no `docker` on the PATH' };
  return readInfo(asked.stdout, asked.stderr || `docker info: ${asked.failure}`);
}

type Info = {
  ServerVersion?: string;
  ServerErrors?: string[];
  ClientInfo?: { Plugins?: { Name: string; Version?: string; Err?: string }[] | null };
};

/** Reads what `docker info --format '{{json .}}'` printed; with an engine that does not answer it prints JSON too. */
export function readInfo(stdout: string, stderr: string): FoundEngine {
  let info: Info;
  try {
    info = JSON.parse(stdout) as Info;
  } catch {
    return { why: stderr.trim().split('\n').at(-1) || 'no Docker engine answered' };
  }
  if (!info.ServerVersion) return { why: info.ServerErrors?.[0] ?? 'no Docker engine answered' };
  const plugins = (info.ClientInfo?.Plugins ?? []).filter((p) => !p.Err);
  const compose = plugins.find((p) => p.Name === 'compose');
  if (!compose) return { why: `Docker ${info.ServerVersion} has no \`docker compose\` (Compose v2)` };
  // without buildx, Compose builds only when it is told to do so by itself
  const environment: Record<string, string> = plugins.some((p) => p.Name === 'buildx') ? {} : { COMPOSE_BAKE: 'false' };
  return { engine: info.ServerVersion, compose: (compose.Version ?? '').replace(/^v/, ''), environment };
}
