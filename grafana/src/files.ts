import { dashboards } from './dashboards/index.ts';
import { renderDocs } from './docs.ts';
import { renderDashboard } from './render/dashboard.ts';

/** Every generated file: its path from the root of the checkout, and its content. */
export function generatedFiles(): Map<string, string> {
  const files = new Map(dashboards.map((d) => [`grafana/dashboards/${d.file}`, renderDashboard(d, dashboards)]));
  files.set('docs/dashboards.md', renderDocs(dashboards));
  return files;
}
