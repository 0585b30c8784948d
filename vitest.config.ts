import { defineConfig } from 'vitest/config';

// Tests that start engines run one file after the other: two cores, and figures that mean something.
// CI's machines are shared: there a failed test is tried once more, aloud.
const onEngines = {
  testTimeout: 180_000,
  hookTimeout: 900_000,
  fileParallelism: false,
  retry: process.env['CI'] ? 1 : 0,
} as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['app/src/**/*.test.ts', 'grafana/src/**/*.test.ts', 'lab/{bin,src}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'config', include: ['test/config/**/*.test.ts'], ...onEngines } },
      ...['e2e', 'robust', 'shop'].map((name) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          globalSetup: 'test/support/shared-lab.setup.ts',
          ...onEngines,
        },
      })),
      { test: { name: 'native', include: ['test/native/**/*.test.ts'], ...onEngines } },
      { test: { name: 'generators', include: ['test/generators/**/*.test.ts'], ...onEngines } },
      { test: { name: 'cassandra', include: ['test/cassandra/**/*.test.ts'], ...onEngines } },
      { test: { name: 'load', include: ['test/load/**/*.test.ts'], ...onEngines } },
      { test: { name: 'panels', include: ['test/panels/**/*.test.ts'], ...onEngines } },
      { test: { name: 'jaeger', include: ['test/jaeger/**/*.test.ts'], ...onEngines } },
      { test: { name: 'console', include: ['test/console/**/*.test.ts'], ...onEngines } },
      ...['docker', 'docker-jaeger'].map((name) => ({
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          globalSetup: 'test/support/docker/setup.ts',
          ...onEngines,
        },
      })),
    ],
  },
});
