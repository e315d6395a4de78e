/** The source action of code that is uploaded, which is also the namespace of its variables, and its artifact. */
export const CODE = { action: 'Code', artifact: 'code' } as const;
