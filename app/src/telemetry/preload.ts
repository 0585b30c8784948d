// node --import ./app/src/telemetry/preload.ts app/src/main.ts
// Hooks first, everything else after them: a module that is loaded before the hooks is never instrumented,
// and the spans are then called `GET` instead of `GET /items/:id`.
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { configOrExit } from '../refuse-start.ts';
import { instrumentedModules } from './instrumented-modules.ts';

const config = configOrExit();
if (config.telemetry.enabled) {
  register({ include: instrumentedModules });
  const { startTelemetry } = await import('./sdk.ts');
  await startTelemetry(config);
}
