/** Pixels of a bar: at least so much that its name can be read, at most so much that two do not fill the panel. */
export const barHeight = { beside: { least: 16, most: 30 }, above: { least: 34, most: 44 } } as const;
