import { postTo } from '../support/otlp.ts';
import type { TestLab } from '../support/test-lab.ts';

/** Sends OTLP to Jaeger past the collector, which changes or leaves out what it could not keep: an object as JSON, bytes as protobuf. Returns the status. */
export async function postToJaeger(
  { env }: Pick<TestLab, 'env'>,
  body: object | Uint8Array<ArrayBuffer>,
): Promise<number> {
  return (await postTo(`http://127.0.0.1:${env.JAEGER_OTLP_PORT}/v1/traces`, body)).status;
}
