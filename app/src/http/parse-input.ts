import type { z } from 'zod';
import { Problem, type FieldError } from './problem.ts';

/** `input` parsed by `schema`, or a 400 that names field, expectation and value. The schema's messages are the expectations. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue): FieldError => {
    const field = issue.path.join('.') || 'body';
    return { field, expected: issue.message, found: valueAt(input, issue.path) ?? null };
  });
  throw new Problem(
    400,
    errors.map((e) => `${e.field}: expected ${e.expected}, found ${shorten(e.found)}`).join('; '),
    {
      errors: errors.map((e) => ({ ...e, found: brief(e.found) })),
    },
  );
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function brief(value: unknown): unknown {
  return shorten(value).endsWith('…') ? shorten(value) : value;
}
