/** Characters that an approval shows of all versions. */
const MAX_SUMMARY_LENGTH = 600;

/** A function's version, and what it changes. */
export interface SummarizedVersion {
  readonly name: string;
  readonly version: string;
  /** The version that serves. */
  readonly serves: string;
  readonly change: string;
}

/**
 * What an approval shows, at most {@link MAX_SUMMARY_LENGTH} characters:
 * `api 4 (serves 3): code, environment TABLE; worker 2: unchanged`.
 */
export function summarize(versions: readonly SummarizedVersion[]): string {
  const lines = versions.map(
    ({ name, version, serves, change }) =>
      `${name} ${version}${version === serves ? '' : ` (serves ${serves})`}: ${change}`,
  );
  const all = lines.join('; ');
  if (all.length <= MAX_SUMMARY_LENGTH) return all;
  const share = Math.floor(MAX_SUMMARY_LENGTH / lines.length) - 2;
  return lines
    .map((line) => (line.length <= share ? line : `${line.slice(0, Math.max(0, share - 1))}…`))
    .join('; ')
    .slice(0, MAX_SUMMARY_LENGTH);
}
