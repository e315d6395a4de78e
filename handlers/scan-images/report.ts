import { SCAN_SEVERITIES, type ScanSeverity } from '../contract/scan-images';
import { MAX_FAILURE_LENGTH } from '../job/job-result';
import { bySeverity, type ScanFinding } from './scan-finding';

/** The findings of one image. */
export interface ScannedImage {
  readonly label: string;
  readonly findings: readonly ScanFinding[];
}

/** Number of findings by severity. */
export type FindingCounts = Readonly<Record<ScanSeverity, number>>;

/** Characters that the line about findings that are not listed may have. */
const MAX_REST_LENGTH = 40;

export function countFindings(images: readonly ScannedImage[]): FindingCounts {
  const counts = Object.fromEntries(SCAN_SEVERITIES.map((one) => [one, 0])) as Record<ScanSeverity, number>;
  for (const { severity } of images.flatMap(({ findings }) => findings)) counts[severity] += 1;
  return counts;
}

/** For example `2 images, 0 critical, 3 high, …`. */
export function summarizeFindings(images: readonly ScannedImage[], counts: FindingCounts): string {
  const parts = SCAN_SEVERITIES.map((severity) => `${counts[severity]} ${severity.toLowerCase()}`);
  return [`${images.length} ${images.length === 1 ? 'image' : 'images'}`, ...parts].join(', ');
}

/**
 * Why images must not be released: each finding that is severe enough, the most severe first, cut at what CodePipeline
 * accepts as a message.
 * @returns nothing where no finding is severe enough
 */
export function describeSevereFindings(
  images: readonly ScannedImage[],
  severity: ScanSeverity,
): string | undefined {
  const worst = SCAN_SEVERITIES.slice(0, SCAN_SEVERITIES.indexOf(severity) + 1);
  const lines = images
    .flatMap(({ label, findings }) => findings.map((finding) => ({ label, ...finding })))
    .filter((finding) => worst.includes(finding.severity))
    .sort((a, b) => bySeverity(a, b) || a.label.localeCompare(b.label) || a.name.localeCompare(b.name))
    .map(formatLine);
  if (lines.length === 0) return undefined;
  const rule = worst.length === 1 ? severity : `${severity} or worse`;
  return listLines(`Images must have no finding that is ${rule}, got ${lines.length}:`, lines);
}

const formatLine = ({ label, severity, name, ...more }: ScanFinding & { readonly label: string }): string =>
  [
    `${severity} ${name}`,
    more.package && ` in ${more.package}`,
    more.fixedIn && ` (fixed in ${more.fixedIn})`,
    ` of ${label}`,
    more.uri && ` ${more.uri}`,
  ]
    .filter(Boolean)
    .join('');

function listLines(first: string, lines: readonly string[]): string {
  let text = first;
  for (const [index, next] of lines.entries()) {
    const isLast = index === lines.length - 1;
    if (text.length + next.length + 1 > MAX_FAILURE_LENGTH - (isLast ? 0 : MAX_REST_LENGTH))
      return `${text}\n… and ${lines.length - index} more`;
    text += `\n${next}`;
  }
  return text;
}
