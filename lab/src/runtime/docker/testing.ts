import { type Container, readContainers } from './containers.ts';

type Ports = Record<string, { HostIp: string; HostPort: string }[] | null> | null;

/** What `docker inspect` (20.10) prints of a container of project `lab`, cut to what is read. */
export function inspected({ service, ports = {} }: { service: string; ports?: Ports }) {
  return {
    Id: `id-of-${service}`,
    Name: `/lab-${service}-1`,
    State: {
      Status: 'running',
      ExitCode: 0,
      OOMKilled: false,
      Error: '',
      Health: { Status: 'healthy', Log: [{ ExitCode: 0, Output: '' }] } as {
        Status: string;
        Log: { ExitCode: number; Output: string }[];
      } | null,
    },
    HostConfig: { PortBindings: ports },
    NetworkSettings: { Ports: ports },
    Config: {
      Image: 'lab-app:local',
      Labels: {
        'com.docker.compose.project': 'lab',
        'com.docker.compose.service': service,
        'com.docker.compose.project.config_files': '/checkout/docker-compose.yaml',
      } as Record<string, string>,
    },
  };
}

/** A healthy running container of project `lab`, with some of it changed. */
export function container(service: string, changed: Partial<Container> = {}): Container {
  return { ...readContainers(JSON.stringify([inspected({ service })]))[0]!, ...changed };
}
