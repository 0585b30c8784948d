// npm run objectives: writes prometheus/objectives/ from slo/ with Sloth. A test compares.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../base/lab-error.ts';
import { checkout } from '../base/paths.ts';
import { readLabEnv } from '../parts/env-file.ts';
import { provideEngines } from '../runtime/engines/provide-engines.ts';
import { objectiveRules } from './objective-rules.ts';

try {
  const engines = await provideEngines(['sloth'], { env: readLabEnv(), say: console.log });
  const rules = await objectiveRules(engines.get('sloth')!.path, checkout);
  rmSync(join(checkout, 'prometheus/objectives'), { recursive: true, force: true });
  for (const [path, text] of rules) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), text);
    console.log(path);
  }
} catch (error) {
  if (!(error instanceof LabError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
