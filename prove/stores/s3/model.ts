/** Zip archives by bucket and key, each as text by path. */
export type ObjectState = Record<string, Readonly<Record<string, string>>>;
