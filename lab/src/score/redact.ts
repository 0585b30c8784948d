/** Kinds of secrets and personal data, and how to see them in a text. The first group stays, the second is hidden. */
const patterns: readonly [kind: string, pattern: RegExp][] = [
  ['a private key', /()(-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*-----)?)/g],
  ['a JSON web token', /()(\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g],
  ['a bearer token or password', /(\b(?:bearer|basic)\s+)([\w+/=.~-]{8,})/gi],
  ['a key of AWS', /()(\b(?:AKIA|ASIA)[0-9A-Z]{16}\b)/g],
  ['a token of GitHub', /()(\bgh[pousr]_\w{20,})/g],
  ['a password in an address', /(\b[a-z][\w+.-]*:\/\/[^\s:/@]*:)(?!REDACTED|\*)([^\s@/]+)(?=@)/gi],
  [
    'a secret in a parameter',
    /((?:^|[?&;\s"'{,-])"?(?:password|passwd|pwd|secret|token|access_token|api[_-]?key|client_secret|session_?id)"?\s*[=:]\s*"?)(?!REDACTED|\*|\$|\?|null\b)([^\s&;,"'}]{3,})/gi,
  ],
  ['an e-mail address', /()(\b[\w.%+-]+@(?:[\w-]+\.)+[a-z]{2,}\b)/gi],
  ['a card number', /()(\b(?:\d{4}[ -]){3}\d{4}\b)/g],
];

/** Attributes whose value is a secret whatever it looks like. */
const secretKeys =
  /(?:^|[._-])(?:password|passwd|pwd|secret|api[._-]?key|authorization|set-cookie|cookie|access[._-]?token|refresh[._-]?token)$/i;

/** Values that hide what was there. */
const hidden = /^[\s*•x[\]<>]*$|redacted|masked|hidden|\*{3}/i;

/** Which kind of secret or personal data an attribute has; undefined for none. */
export function secretIn(key: string, value: unknown): string | undefined {
  const text = String(value);
  if (secretKeys.test(key) && text !== '' && typeof value === 'string' && !hidden.test(text))
    return 'a secret by its name';
  return patterns.find(([, pattern]) => text.search(pattern) >= 0)?.[0];
}

/** A text in which secrets and personal data are hidden: the score's own output repeats none. */
export function redacted(text: string): string {
  return patterns.reduce((rest, [, pattern]) => rest.replace(pattern, '$1…'), text);
}
