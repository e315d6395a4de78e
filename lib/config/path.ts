/** Keys and list positions from the root of the file, or of an entry, to a value. */
export type Path = readonly (string | number)[];

/** `pipelines.storefront.source.images[1].tag`; a key that is no plain word is quoted. */
export function printPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text ? `${text}.${key}` : key;
  }, '');
}
