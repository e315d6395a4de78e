/** Modules by the names of their files; `index.mjs` imports the others. */
export type Modules = Readonly<Record<string, string>>;
