import type { z } from 'zod';
import { Unhandleable } from './after-failure.ts';

/** The content of a message. An {@link Unhandleable} names the wrong fields, not their values: it goes to logs and spans. */
export function contentOf<T extends z.ZodType>(schema: T, value: string | undefined): z.output<T> {
  const result = schema.safeParse(parsed(value));
  if (result.success) return result.data;
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.') || 'message'}: expected ${message}`);
  throw new Unhandleable(`${[...new Set(wrong)].join('; ')}.`);
}

function parsed(value: string | undefined): unknown {
  try {
    return JSON.parse(value ?? '');
  } catch {
    throw new Unhandleable('message: expected JSON.'); // the parser's own error quotes the message
  }
}
