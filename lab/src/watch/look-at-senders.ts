import { listeningSockets } from '../runtime/sockets.ts';
import { type SenderContainer, senderContainers } from './containers.ts';
import { judgeEnvironment, nameIn, sendsHere, type Circumstances } from './judge-environment.ts';
import type { OwnReceiver } from './own-receiver.ts';
import { type SenderProcess, senderProcesses } from './processes.ts';
import type { Clue } from './watch-state.ts';

/** What processes and containers of this machine tell of themselves. */
export type Senders = {
  findings: Clue[];
  /** Those that have the name that is waited for, in words. */
  named: string[];
  /** Those that send to this lab and state no name. */
  nameless: string[];
};

/** Looks at the variables of this user's processes. */
export async function lookAtProcesses(lab: OwnReceiver, service: string): Promise<Senders> {
  const senders = senderProcesses();
  if (senders.length === 0) return gather([]);
  const listeners = new Map<number, string>();
  for (const { port, pid, command } of await listeningSockets())
    listeners.set(port, pid ? `pid ${pid} (${command})` : 'another program');
  return gather(
    senders.map((sender) => ({
      subject: subjectOf(sender),
      variables: sender.variables,
      lab,
      about: { service, program: sender.program, listener: (port) => listeners.get(port) },
    })),
  );
}

/** Looks at the variables of running containers; `project` is the compose project of a lab of containers. Throws if Docker fails. */
export async function lookAtContainers(
  lab: OwnReceiver,
  service: string,
  project: string | undefined,
): Promise<Senders> {
  const network = project && `${project}_apps`;
  return gather(
    (await senderContainers(project ?? '')).map((sender) => ({
      subject: `container ${sender.name}`,
      variables: sender.variables,
      lab,
      about: { service, ...(sender.ownNetwork && { container: placeOf(sender, network) }) },
    })),
  );
}

function placeOf({ networks }: SenderContainer, network: string | undefined): NonNullable<Circumstances['container']> {
  return network ? { collector: 'otel-collector', network, joined: networks.includes(network) } : {};
}

type Judged = { subject: string; variables: Record<string, string>; lab: OwnReceiver; about: Circumstances };

function gather(judged: readonly Judged[]): Senders {
  const named = judged.filter(({ variables, about }) => nameIn(variables) === about.service);
  const nameless = judged.filter(({ variables, lab, about }) => !nameIn(variables) && sendsHere(variables, lab, about));
  const namedFirst = [...named, ...judged.filter((one) => !named.includes(one))];
  return {
    findings: namedFirst.flatMap(({ subject, variables, lab, about }) =>
      judgeEnvironment(variables, lab, about).map((one) => ({
        ...one,
        source: subject,
        evidence: `${subject} ${one.evidence}`,
      })),
    ),
    named: named.map(({ subject }) => subject),
    nameless: nameless.map(({ subject }) => subject),
  };
}

const subjectOf = ({ pid, program }: SenderProcess) => `pid ${pid} (${program})`;
