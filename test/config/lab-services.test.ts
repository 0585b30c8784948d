import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkout } from '../../lab/src/base/paths.ts';
import { services as generated } from '../../lab/src/generator/service-map.ts';
import { appRoles, workers } from '../../lab/src/parts/parts.ts';

test('the collector knows the lab’s own services by name: a service of others may have their namespace', () => {
  const base = readFileSync(join(checkout, 'otel-collector/base.yaml'), 'utf8');
  const own = /== "span-metrics-lab" and IsMatch\(resource\.attributes\["service\.name"\], "\^(\(.*?\))\$\$"\)/g;
  const lists = [...base.matchAll(own)].map(([, list]) => list!);
  const roles = [...appRoles, ...workers];
  const named = (list: string) => {
    const candidates = [...roles, ...generated, 'k6', 'shop', 'gen-shop', 'gateway2', 'my-gateway'];
    return candidates.filter((service) => new RegExp(`^${list}$`).test(service));
  };
  const ofMetrics = [...roles, 'k6'];
  expect(lists.map(named)).toEqual([roles, ofMetrics, ofMetrics, [...roles, ...generated]]);
});
