/** Whether a text is a list of origins, as browsers send them, separated by commas: no paths, no wildcards. It may be empty. */
export function isListOfOrigins(text: string): boolean {
  return text === '' || text.split(',').every((one) => isOrigin(one.trim()));
}

function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}
