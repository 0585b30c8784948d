// npm run dashboards: writes grafana/dashboards/ and docs/dashboards.md from the panels. A test compares.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { generatedFiles } from './files.ts';

const checkout = join(import.meta.dirname, '../..');

for (const [path, text] of generatedFiles()) {
  const file = join(checkout, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  console.log(`${path} ${Math.ceil(text.length / 1024)} kB`);
}
