import { servicesOf } from '../../lab/src/parts/endpoints.ts';
import { appRoles, parts, workers } from '../../lab/src/parts/parts.ts';
import { boundTo, type ComposeConfig, type Service } from '../support/docker/compose-config.ts';

/** A broken rule: which file, which service ('' for the file itself), what was found. */
export type Violation = { rule: string; file: string; service: string; found: string };

type Rule = (service: Service, name: string, config: ComposeConfig) => string | undefined;

const roles: readonly string[] = [...appRoles, ...workers];
/** Services that may be in the apps' network and in another one: the receiver of their spans, and the console, which refuses apps. */
const meetsBoth = ['otel-collector', 'console'];
/** Services that may break rules, which ones, and why. Each starts only when its profile is asked for. */
export const exempt: Readonly<Record<string, { rules: readonly string[]; why: string }>> = {
  'guest-go-ebpf': {
    why: 'it loads programs into the kernel, and looks at the processes of the guest',
    rules: [
      'runs as a numeric user that is not root',
      'gains no privileges',
      'shares no namespace or device with the host',
      'has a healthcheck or a probe',
    ],
  },
};
const json = (value: unknown) => JSON.stringify(value) ?? 'nothing';
const isJob = (service: Service) => service.restart === 'no';

/** The rules for every service. A broken rule returns what it found. */
export const rules: Record<string, Rule> = {
  'runs as a numeric user that is not root': ({ user }) =>
    /^[1-9]\d*:\d+$/.test(user ?? '') ? undefined : `user ${json(user)}`,
  'has a read-only file system': ({ read_only }) => (read_only ? undefined : `read_only ${json(read_only)}`),
  'has no capabilities': ({ cap_drop, cap_add }) =>
    cap_drop?.includes('ALL') && !cap_add?.length ? undefined : `cap_drop ${json(cap_drop)}, cap_add ${json(cap_add)}`,
  'gains no privileges': ({ security_opt, privileged }) =>
    security_opt?.includes('no-new-privileges:true') && !privileged
      ? undefined
      : `security_opt ${json(security_opt)}, privileged ${json(privileged)}`,
  'has limits for processes, memory and CPU': ({ pids_limit, mem_limit, cpus }) =>
    pids_limit && Number(mem_limit) > 0 && cpus
      ? undefined
      : `pids_limit ${json(pids_limit)}, mem_limit ${json(mem_limit)}, cpus ${json(cpus)}`,
  'rotates its log': ({ logging }) =>
    logging?.options?.['max-size'] && logging.options['max-file'] ? undefined : `logging ${json(logging)}`,
  'publishes ports on BIND_ADDR only': ({ ports = [] }, name) => {
    const elsewhere = ports.filter(({ host_ip, target }) => host_ip !== boundTo && !staysHere(name, target));
    return elsewhere.length ? `ports ${json(elsewhere)}` : undefined;
  },
  'publishes on loopback alone what can open a way to anything': ({ ports = [] }, name) => {
    const elsewhere = ports.filter(({ host_ip, target }) => staysHere(name, target) && host_ip !== '127.0.0.1');
    return elsewhere.length ? `ports ${json(elsewhere)}` : undefined;
  },
  'shares no namespace or device with the host': ({ network_mode, pid, ipc, devices }) =>
    network_mode === 'host' || pid || ipc || devices?.length
      ? `${json({ network_mode, pid, ipc, devices })}`
      : undefined,
  'has no Docker socket': ({ volumes = [] }) =>
    volumes.some(({ source }) => source?.endsWith('docker.sock')) ? `volumes ${json(volumes)}` : undefined,
  'mounts files of the checkout read-only, and never creates a missing one': ({ volumes = [] }) => {
    const loose = volumes.filter(
      ({ type, read_only, bind }) => type === 'bind' && (!read_only || bind?.create_host_path),
    );
    return loose.length ? `volumes ${json(loose)}` : undefined;
  },
  'names an image version': ({ image = '' }) =>
    /:(?!latest$)[\w.-]+$/.test(image) ? undefined : `image ${json(image)}`,
  'leaves its container’s name to Compose': ({ container_name }) =>
    container_name ? `container_name ${container_name}` : undefined,
  'restarts after a crash, or is a job': ({ restart, profiles }, name, config) => {
    if (restart === 'unless-stopped') return undefined;
    const adopted = Object.values(config.services).some(
      ({ depends_on }) => depends_on?.[name]?.condition === 'service_completed_successfully',
    );
    return restart === 'no' && (adopted || profiles?.length)
      ? undefined
      : `restart ${json(restart)}, a job that nothing waits for`;
  },
  'has a healthcheck or a probe': (service, name, config) => {
    if (isJob(service)) return undefined;
    const own = probes(service);
    const beside = probes(config.services[`${name}-ready`] ?? {});
    if (own || (beside && asks(config.services[`${name}-ready`]!, name))) return undefined;
    return `healthcheck ${json(service.healthcheck)}, and no ${name}-ready that asks ${name}`;
  },
  'keeps the apps away from the stores': ({ networks = {} }, name) => {
    const own = Object.keys(networks);
    const shared = own.filter((network) => network !== 'data'); // the engines of the shop are the apps' own
    if (roles.includes(name)) return shared.join() === 'apps' ? undefined : `networks ${json(own)}`;
    return shared.includes('apps') && shared.length > 1 && !meetsBoth.includes(name)
      ? `networks ${json(own)}`
      : undefined;
  },
  'keeps Cassandra, which requires no login, in the storage network': ({ networks = {}, ports = [] }, name) =>
    name !== 'cassandra' || (Object.keys(networks).join() === 'storage' && ports.length === 0)
      ? undefined
      : `networks ${json(Object.keys(networks))}, ports ${json(ports)}`,
  'keeps the engines of the shop in the data network, which is internal': (service, name, { networks: all }) => {
    const { networks = {}, ports = [] } = service;
    if (!['postgres', 'kafka', 'valkey'].includes(name)) return undefined;
    return Object.keys(networks).join() === 'data' && all['data']?.internal && ports.length === 0
      ? undefined
      : `networks ${json(Object.keys(networks))}, internal ${json(all['data']?.internal)}, ports ${json(ports)}`;
  },
  'sends nothing through a proxy of this machine': ({ environment = {} }) => {
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
    const open = names.filter((name) => environment[name] !== '');
    return open.length ? `${open.join(', ')} not emptied` : undefined;
  },
  'gives no anonymous access to Grafana': ({ environment = {} }, name) => {
    if (name !== 'grafana') return undefined;
    const { GF_AUTH_ANONYMOUS_ENABLED: anonymous, GF_USERS_ALLOW_SIGN_UP: signUp } = environment;
    return anonymous === 'false' && signUp === 'false' ? undefined : `${json({ anonymous, signUp })}`;
  },
};

/** A healthcheck that runs something that can fail. */
function probes({ healthcheck }: Service): boolean {
  const test = healthcheck?.test ?? [];
  const command = test.slice(1).join(' ').trim();
  return (
    !healthcheck?.disable &&
    test[0] !== 'NONE' &&
    !/^(true|:|exit 0|)$/.test(command) &&
    !/\|\|\s*(true|exit 0)\b/.test(command)
  );
}

function asks(service: Service, name: string): boolean {
  return service.healthcheck?.test?.some((word) => new RegExp(`^\\w+://${name}:`).test(word)) ?? false;
}

/** Every broken rule of one compose file. */
export function violations(file: string, config: ComposeConfig): Violation[] {
  const found = Object.entries(config.services).flatMap(([name, service]) =>
    Object.entries(rules).flatMap(([rule, broken]) => {
      if (service.profiles?.length && exempt[name]?.rules.includes(rule)) return [];
      const what = broken(service, name, config);
      return what ? [{ rule, file, service: name, found: what }] : [];
    }),
  );
  if (config.networks['storage']?.internal) return found;
  return [
    ...found,
    { rule: 'keeps the storage network internal', file, service: '', found: json(config.networks['storage']) },
  ];
}

/** Whether a port of a service is one that the parts table keeps on loopback. */
function staysHere(service: string, target: number): boolean {
  const listening = parts.filter((part) => servicesOf(part).includes(service)).flatMap(({ ports }) => ports);
  return listening.some(({ onLoopback, inside }) => onLoopback === true && inside === target);
}
