import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { readProc } from '../base/process-identity.ts';

/** A process of this user with those of its variables that say where its telemetry goes. */
export type SenderProcess = { pid: number; program: string; variables: Record<string, string> };

/** Variables that are read at all: everything else of a process stays unread. */
const READ = /^(OTEL_(?!.*HEADERS)\w+|(https?|all|no|grpc)_proxy|(HTTPS?|ALL|NO)_PROXY|NODE_USE_ENV_PROXY)$/;

/** Shells and starters hand their variables on, and send nothing themselves. */
const STARTERS =
  /^(ba|z|da|fi|k)?sh\s*$|^(npm|npx|pnpm|yarn|tmux|screen|sshd|systemd|login|su|sudo|timeout|env|make|docker|code)\b/;

/** Every process of this user that has a variable of OpenTelemetry, without the lab's own. Linux only; elsewhere none. */
export function senderProcesses(): SenderProcess[] {
  if (process.platform !== 'linux') return [];
  const own = familyOf(process.pid);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && !own.has(Number(name)) && isOurs(name))
    .flatMap((name) => {
      const pid = Number(name);
      const variables = variablesIn(readProc(pid, 'environ'));
      if (!Object.keys(variables).some((variable) => variable.startsWith('OTEL_'))) return [];
      if (STARTERS.test(readProc(pid, 'comm')) || readProc(pid, 'cmdline').startsWith('span-metrics-lab:')) return [];
      return [{ pid, program: programOf(name), variables }];
    });
}

/** Reads an environment as the kernel shows it, and keeps what the watch judges. */
export function variablesIn(environ: string): Record<string, string> {
  return Object.fromEntries(
    environ.split('\0').flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 && READ.test(line.slice(0, at)) ? [[line.slice(0, at), line.slice(at + 1, at + 2_000)]] : [];
    }),
  );
}

/** This process and those that started it. */
function familyOf(pid: number): Set<number> {
  const family = new Set<number>();
  for (
    let one = pid;
    one > 1 && !family.has(one);
    one = Number(/^PPid:\s+(\d+)/m.exec(readProc(one, 'status'))?.[1] ?? 0)
  )
    family.add(one);
  return family;
}

/** Name of the file that a process runs, such as `node` or `python3.11`. */
function programOf(pid: string): string {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`));
  } catch {
    return '';
  }
}

/** Of this user, and in this network: `localhost` of a process in a container is another. */
function isOurs(pid: string): boolean {
  const network = (of: string) => readlinkSync(`/proc/${of}/ns/net`);
  try {
    return statSync(`/proc/${pid}`).uid === process.getuid?.() && network(pid) === network('self');
  } catch {
    return false;
  }
}
