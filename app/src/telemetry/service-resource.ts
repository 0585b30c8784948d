import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import type { Config } from '../config.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** The resource of this process: the same attributes on spans and metrics. */
export function serviceResource(config: Config): Resource {
  return defaultResource().merge(
    resourceFromAttributes({
      'service.name': config.role,
      'service.namespace': 'span-metrics-lab',
      'service.instance.id': randomUUID(),
      'service.version': version,
      'deployment.environment.name': config.environment,
    }),
  );
}
