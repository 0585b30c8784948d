import type { TestProject } from 'vitest/node';
import { removeOurImages } from './our-images.ts';
import { type Docker, prepareDocker } from './prepare-docker.ts';

declare module 'vitest' {
  interface ProvidedContext {
    docker: Docker;
  }
}

/** Before the files of a suite with Docker: provides all images, ours built once. Afterwards: removes ours. */
export default async function setup(project: TestProject) {
  const docker = await prepareDocker();
  project.provide('docker', docker);
  return () => removeOurImages(docker);
}
