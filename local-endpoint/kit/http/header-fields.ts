/** The header fields of a message, as Fetch's Headers has them; several of one name are joined by commas. */
export interface HeaderFields extends Iterable<[string, string]> {
  /** @param name whatever its case */
  get(name: string): string | null;
  /** @param name whatever its case */
  has(name: string): boolean;
}

/**
 * The fields of a message that Node's parser has read, which has checked all that Headers would check again: making a
 * Headers of them takes longer than reading the call.
 * @param raw names and values in turn, as they came
 * @param keeps which to keep, by name in lower case @default - all
 */
export function headerFields(raw: readonly string[], keeps?: (name: string) => boolean): HeaderFields {
  const fields = new Map<string, string>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    if (keeps && !keeps(name)) continue;
    const value = raw[index + 1] ?? '';
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return new ReadFields(fields);
}

class ReadFields implements HeaderFields {
  /** @param fields by name in lower case */
  constructor(private readonly fields: ReadonlyMap<string, string>) {}

  get(name: string): string | null {
    return this.fields.get(name) ?? this.fields.get(name.toLowerCase()) ?? null;
  }

  has(name: string): boolean {
    return this.fields.has(name) || this.fields.has(name.toLowerCase());
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.fields[Symbol.iterator]();
  }
}
