/** Keys of all attributes of the conventions. The package is loaded when it is needed: it is large. */
export async function conventionKeys(): Promise<ReadonlySet<string>> {
  const names = await import('@opentelemetry/semantic-conventions/incubating');
  return new Set(
    Object.entries(names).flatMap(([name, key]) => (name.startsWith('ATTR_') && typeof key === 'string' ? [key] : [])),
  );
}
