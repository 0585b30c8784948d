import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from './files.ts';

const checkout = join(import.meta.dirname, '../..');
const files = [...generatedFiles()];
const dashboards = files.filter(([path]) => path.endsWith('.json'));

test.each(files)('%s is what `npm run dashboards` writes', (path, text) => {
  expect(readFileSync(join(checkout, path), 'utf8')).toBe(text);
});

test('grafana/dashboards contains no other dashboard', () => {
  const found = readdirSync(join(checkout, 'grafana/dashboards'), { recursive: true, encoding: 'utf8' });
  expect(
    found
      .filter((f) => f.endsWith('.json'))
      .map((f) => `grafana/dashboards/${f}`)
      .sort(),
  ).toEqual(dashboards.map(([path]) => path).sort());
});

describe.each(dashboards)('%s', (_, text) => {
  const json = JSON.parse(text) as { uid: string; schemaVersion: number; panels: Record<string, unknown>[] };

  test('each file is a classic dashboard of schema 42 with fixed uid, ids and refIds, at most 150 kB', () => {
    expect(text.length).toBeLessThan(150 * 1024);
    expect(json.schemaVersion).toBe(42);
    expect(json.uid).toMatch(/^[a-z0-9-]+$/);
    expect(new Set(json.panels.map((p) => p['id'])).size).toBe(json.panels.length);
    for (const panel of json.panels) {
      for (const target of (panel['targets'] ?? []) as Record<string, unknown>[]) {
        expect(target['refId'], `${panel['title']}`).toMatch(/\w/);
        expect(target['datasource'], `${panel['title']}`).toMatchObject({
          uid: expect.stringMatching(/^(prometheus|tempo|jaeger|loki)$/),
        });
      }
    }
  });

  test('every panel has a description, and a unit unless a table states its own', () => {
    for (const panel of json.panels.filter((p) => p['type'] !== 'row')) {
      expect(panel['description'], `${panel['title']}`).toContain('When it looks bad');
      const { defaults } = panel['fieldConfig'] as { defaults: { unit?: string } };
      if (panel['type'] !== 'heatmap') expect(defaults.unit, `${panel['title']}`).toBeTruthy();
    }
  });
});
