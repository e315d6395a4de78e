/** Whether a text matches a pattern of tags or repository names, in which `*` stands for any characters, also none. */
export function matchesNamePattern(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
