/** The source action of a commit, which is also the namespace of its variables, and its artifact. */
export const COMMIT = { action: 'Source', artifact: 'source' } as const;
