// A process of its own, with the telemetry loaded first: lines that no service of the lab writes, through the same pino.
import { createLogger } from '../logger.ts';
import { shutdownTelemetry } from '../telemetry/lifecycle.ts';

const logger = createLogger('stock', 'info');
logger.info({ large: 'a'.repeat(10_000_000), list: Array(50).fill('b'.repeat(1_000)) }, 'c'.repeat(10_000_000));
logger.info({ 'odd \ud800 key': 'odd \udfff value', map: { deep: '\udc00' } }, 'half a character: \ud83d');
logger.info({ nothing: null, component: 'telemetry' }, 'of the telemetry');
logger.info('after them');
await shutdownTelemetry(5_000);
