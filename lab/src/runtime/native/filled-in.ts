/** A configuration with its placeholders filled in: `${NAME}` for each name of `values`. Any other one stays. */
export function filledIn(template: string, values: Record<string, string>): string {
  return template.replaceAll(/\$\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}
