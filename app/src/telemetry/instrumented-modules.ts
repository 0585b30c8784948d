/** The modules that the loader hooks apply to. All others load without hooks, which saves start time and memory. */
export const instrumentedModules = ['http', 'https', 'express', 'pino'];
