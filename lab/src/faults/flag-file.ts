import { faults } from './catalogue/index.ts';
import { definition, type Flag, type FlagFile, flagText } from './means/flags.ts';

/** Every flag of the services, each once. */
export function allFlags(): readonly { flag: Flag; usual: number | undefined }[] {
  return faults.flatMap(({ means, strength }) =>
    'flags' in means ? (means.flags as readonly Flag[]).map((flag) => ({ flag, usual: strength?.usual })) : [],
  );
}

/** The file of flags of a lab in which nothing is broken: `faults/flags.flagd.json`, which a test compares. */
export function untouchedFlags(): string {
  const file: FlagFile = {
    $schema: 'https://flagd.dev/schema/v0/flags.json',
    flags: Object.fromEntries(allFlags().map(({ flag, usual }) => [flag.name, definition(flag, 'DISABLED', usual)])),
  };
  return flagText(file);
}
