import { defineConfig } from 'vitest/config';

// Tests that start engines run one file after the other: two cores, and figures that mean something.
// CI's machines are shared: there a failed test is tried once more, aloud.
const onEngines = (name: string, globalSetup?: string) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    ...(globalSetup && { globalSetup }),
    testTimeout: ['config', 'alerts', 'matrix'].includes(name) ? 420_000 : 180_000, // hours of rules, objectives and outages take minutes
    hookTimeout: 900_000,
    fileParallelism: false,
    retry: process.env['CI'] ? 1 : 0,
  },
});

// Projects whose tests start the labs that they need, and those whose tests share one.
const onePerTest = [
  'config',
  'native',
  'generators',
  'cassandra',
  'load',
  'panels',
  'jaeger',
  'console',
  'own-service',
  'watch',
  'gameday',
  'faults',
  'matrix',
];
const sharingOne = ['e2e', 'robust', 'shop', 'logs', 'alerts', 'score', 'guests'];

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
      ...onePerTest.map((name) => onEngines(name)),
      ...sharingOne.map((name) => onEngines(name, 'test/support/shared-lab.setup.ts')),
      ...['docker', 'docker-jaeger'].map((name) => onEngines(name, 'test/support/docker/setup.ts')),
    ],
  },
});
