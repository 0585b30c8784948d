import { createEvaluationEvent } from '@openfeature/core';
import { FlagdCore } from '@openfeature/flagd-core';
import { type Hook, OpenFeature, type Provider } from '@openfeature/server-sdk';
import type { FlagContext } from './flags.ts';
import { evaluated } from './evaluated.ts';

/** Evaluates flags through OpenFeature. Loaded only when a flag is enabled. */
export interface Evaluator {
  /** Takes another text of flag definitions; throws if it has not flagd's format. */
  configure(definitions: string): void;
  value(flag: string, context: FlagContext): Promise<number>;
}

/** Reports each evaluation to the telemetry, by the names of OpenTelemetry's conventions for feature flags. */
const reported: Hook = {
  finally(context, details) {
    const { name, attributes } = createEvaluationEvent(context, details);
    evaluated(name, attributes);
  },
};

/** An evaluator with flagd's own engine. Its provider for files would bring gRPC and protobuf along, and looks every 5 s. */
export async function createEvaluator(): Promise<Evaluator> {
  const core = new FlagdCore();
  const provider: Provider = {
    metadata: { name: 'flagd' },
    runsOn: 'server',
    resolveBooleanEvaluation: async (...asked) => core.resolveBooleanEvaluation(...asked),
    resolveStringEvaluation: async (...asked) => core.resolveStringEvaluation(...asked),
    resolveNumberEvaluation: async (...asked) => core.resolveNumberEvaluation(...asked),
    resolveObjectEvaluation: async (...asked) => core.resolveObjectEvaluation(...asked),
  };
  await OpenFeature.setProviderAndWait(provider);
  const client = OpenFeature.addHooks(reported).getClient();
  return {
    configure: (definitions) => void core.setConfigurations(definitions),
    value: (flag, context) => client.getNumberValue(flag, 0, context),
  };
}
