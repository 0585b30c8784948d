import type { Attributes, StoredSpan } from '../../backends/trace-store.ts';
import { each, type Rule } from '../rule.ts';
import type { Sample } from '../sample.ts';

const NONE = 'no span of it was found';

/** RES-001 of the specification. */
export const instanceId: Rule = {
  id: 'RES-001',
  title: '`service.instance.id` is present',
  impact: 'normal',
  why: 'Without it nobody can tell one process of a service from another: which of three is slow, which was restarted.',
  fix: {
    nodejs:
      "NodeSDK: `resource: resourceFromAttributes({ 'service.instance.id': randomUUID() })`; without code: OTEL_NODE_RESOURCE_DETECTORS=env,host,process,serviceinstance",
    python: 'OTEL_RESOURCE_ATTRIBUTES=service.instance.id=$(uuidgen)',
    java: 'The agent sets it by itself from version 2.0 on; before: OTEL_RESOURCE_ATTRIBUTES=service.instance.id=$(uuidgen)',
    go: 'resource.New(ctx, resource.WithAttributes(semconv.ServiceInstanceID(uuid.NewString())))',
    dotnet: 'ConfigureResource(r => r.AddService(name)), which makes one unless autoGenerateServiceInstanceId is false',
    other: 'Set the resource attribute service.instance.id to a new UUID at each start of the process.',
  },
  judge: ({ resources }) =>
    each(resources, { of: 'resources', wrong: 'without service.instance.id', none: NONE }, ({ attributes, span }) =>
      isEmpty(attributes['service.instance.id']) ? { text: 'a resource without service.instance.id', span } : undefined,
    ),
};

/** RES-002 of the specification. */
export const sharedInstanceId: Rule = {
  id: 'RES-002',
  title: '`service.instance.id` is not shared by several workloads',
  impact: 'important',
  why: 'Two workloads with one id look like one process: their numbers are mixed, and a restart of one hides in the other.',
  fix: {
    other:
      'Make the id anew in each process (a UUID), or take the uid of the pod; do not write it into an image or a shared file.',
  },
  judge(sample) {
    const byId = Map.groupBy(sample.resources, ({ attributes }) => String(attributes['service.instance.id'] ?? ''));
    byId.delete('');
    return each(
      [...byId],
      { of: 'ids of instances', wrong: 'used by several workloads', none: 'no service.instance.id in the sample' },
      ([id, some]) => {
        const workloads = workloadsOf(some, sample);
        return workloads.length > 1
          ? { text: `\`${id.slice(0, 60)}\` is used by ${workloads.slice(0, 3).join(' and ')}`, span: some[0]!.span }
          : undefined;
      },
    );
  },
};

/** RES-003 of the specification. */
export const podUid: Rule = {
  id: 'RES-003',
  title: '`k8s.pod.uid` is present on Kubernetes',
  impact: 'important',
  why: 'Other names of a pod are used again or hidden by a mesh; by its uid its traces, metrics and logs are joined.',
  fix: {
    other:
      "In the pod's env: POD_UID from fieldRef metadata.uid, then OTEL_RESOURCE_ATTRIBUTES=k8s.pod.uid=$(POD_UID); or the collector's processor k8s_attributes.",
  },
  judge: ({ resources }) =>
    each(
      resources.filter(({ attributes }) => Object.keys(attributes).some((key) => key.startsWith('k8s.'))),
      { of: 'resources on Kubernetes', wrong: 'without k8s.pod.uid', none: 'it does not run on Kubernetes' },
      ({ attributes, span }) =>
        isEmpty(attributes['k8s.pod.uid'])
          ? { text: 'a resource with k8s attributes and without k8s.pod.uid', span }
          : undefined,
    ),
};

/** RES-005 of the specification. The names that SDKs and the lab's collector give a service without one count as none. */
export const serviceName: Rule = {
  id: 'RES-005',
  title: '`service.name` is present',
  impact: 'critical',
  why: 'Everything is searched, counted and compared by it. SDKs call a service without one `unknown_service`, and all such services are one.',
  fix: { other: 'OTEL_SERVICE_NAME=my-service' },
  judge: ({ resources, service }) =>
    each<{ attributes: Attributes; span?: StoredSpan }>(
      resources.length > 0 ? resources : [{ attributes: { 'service.name': service } }],
      { of: 'resources', wrong: 'without service.name', none: NONE },
      ({ attributes, span }) => {
        const name = attributes['service.name'];
        return isEmpty(name) || /^unknown_service(:|$)/.test(String(name))
          ? { text: `service.name is \`${String(name ?? '').slice(0, 60)}\`, which stands for none`, span }
          : undefined;
      },
    ),
};

const isEmpty = (value: unknown): boolean => value === undefined || value === '';

/** What one id stands for: pods, else containers, else processes of a host that ran at the same time. */
function workloadsOf(some: Sample['resources'], sample: Sample): string[] {
  for (const key of ['k8s.pod.uid', 'k8s.pod.name', 'container.id']) {
    const values = new Set(some.flatMap(({ attributes }) => attributes[key] ?? []));
    if (values.size > 0) return [...values].map((value) => `${key} ${String(value).slice(0, 60)}`);
  }
  const processes = Map.groupBy(some, ({ attributes }) =>
    attributes['process.pid'] === undefined
      ? ''
      : `process ${attributes['process.pid']} on ${String(attributes['host.name'] ?? 'its host').slice(0, 60)}`,
  );
  processes.delete('');
  const times = [...processes].map(([name, of]) => ({ name, ...timeOf(spansWith(of, sample)) }));
  const together = times.filter((one) =>
    times.some((two) => one !== two && one.start < two.end && two.start < one.end),
  );
  return together.length > 1 ? together.map(({ name }) => name) : [];
}

function spansWith(some: Sample['resources'], { spans }: Sample): StoredSpan[] {
  const resources = new Set(some.map(({ attributes }) => JSON.stringify(attributes)));
  return spans.filter(({ resource }) => resources.has(JSON.stringify(resource)));
}

function timeOf(spans: readonly StoredSpan[]): { start: bigint; end: bigint } {
  const { start, end } = spans[0]!;
  return spans.reduce(
    (time, span) => ({
      start: span.start < time.start ? span.start : time.start,
      end: span.end > time.end ? span.end : time.end,
    }),
    { start, end },
  );
}
