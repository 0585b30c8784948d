/** What can be added to any stack. */
export const capabilityNames = ['generators'] as const;
export type Capability = (typeof capabilityNames)[number];
