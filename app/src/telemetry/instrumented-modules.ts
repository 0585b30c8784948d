/** What the loader hooks may touch. All other modules load as if there were no hooks, which saves start time and memory. */
export const instrumentedModules = ['http', 'https', 'express', 'pino'];
