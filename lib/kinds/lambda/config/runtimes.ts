/**
 * Lambda's runtimes for code in a zip, and the day that AWS deprecates each, as its table had them on
 * {@link RUNTIMES_AS_OF}. A runtime with a later day may be written in a config; one whose day has passed is refused by
 * name. The table's own date decides, not today's, so that what is valid today is valid tomorrow.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
const DEPRECATED_FROM = {
  'nodejs24.x': '2028-04-30',
  'nodejs22.x': '2027-04-30',
  'python3.14': '2029-06-30',
  'python3.13': '2029-06-30',
  'python3.12': '2028-10-31',
  'python3.11': '2027-06-30',
  java25: '2029-06-30',
  java21: '2029-06-30',
  java17: '2027-06-30',
  java11: '2027-06-30',
  'java8.al2': '2027-06-30',
  dotnet10: '2028-11-14',
  'ruby3.4': '2028-03-31',
  'ruby3.3': '2027-03-31',
  'provided.al2023': '2029-06-30',
  dotnet8: '2026-11-10',
  'python3.10': '2026-10-31',
  'provided.al2': '2026-07-31',
  'nodejs20.x': '2026-04-30',
  'ruby3.2': '2026-03-31',
  'python3.9': '2025-12-15',
  'nodejs18.x': '2025-09-01',
  dotnet6: '2024-12-20',
  'python3.8': '2024-10-14',
  'nodejs16.x': '2024-06-12',
  java8: '2024-01-08',
  'go1.x': '2024-01-08',
  provided: '2024-01-08',
  'ruby2.7': '2023-12-07',
  'nodejs14.x': '2023-12-04',
  'python3.7': '2023-12-04',
  'dotnetcore3.1': '2023-04-03',
  'nodejs12.x': '2023-03-31',
} as const satisfies Readonly<Record<string, `${number}-${number}-${number}`>>;

/** The day of the table. */
export const RUNTIMES_AS_OF = '2026-11-28';

/** The runtimes that a function may have, as the table has them. */
export const RUNTIMES: readonly string[] = Object.entries(DEPRECATED_FROM)
  .filter(([, day]) => day > RUNTIMES_AS_OF)
  .map(([name]) => name);

/** The day that AWS deprecated a runtime. @returns undefined where it is supported, or not known */
export function deprecatedSince(runtime: string): string | undefined {
  const day = Object.entries(DEPRECATED_FROM).find(([name]) => name === runtime)?.[1];
  return day !== undefined && day <= RUNTIMES_AS_OF ? day : undefined;
}

/**
 * Runtimes whose versions Lambda starts from a snapshot.
 * https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes
 */
export const hasSnapStart = (runtime: string): boolean => {
  const [, language, major = '', minor = '0'] = /^(java|python|dotnet)(\d+)(?:\.(\d+))?$/.exec(runtime) ?? [];
  if (language === 'java') return Number(major) >= 11;
  if (language === 'dotnet') return Number(major) >= 8;
  return language === 'python' && (Number(major) > 3 || Number(minor) >= 12);
};
