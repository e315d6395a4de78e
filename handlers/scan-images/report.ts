import { SCAN_SEVERITIES, type ScanSeverity } from '../contract/scan-images';
import { LONGEST_FAILURE } from '../job-result';
import { bySeverity, type Finding } from './finding';

/** The findings of one image. */
export interface ScannedImage {
  readonly label: string;
  readonly findings: readonly Finding[];
}

/** How many findings there are of each severity. */
export type Counts = Readonly<Record<ScanSeverity, number>>;

/** Characters kept free for how many findings are not listed. */
const REST = 40;

/** Counts the findings of all images. */
export function countFindings(images: readonly ScannedImage[]): Counts {
  const counts = Object.fromEntries(SCAN_SEVERITIES.map((one) => [one, 0])) as Record<ScanSeverity, number>;
  for (const { severity } of images.flatMap(({ findings }) => findings)) counts[severity] += 1;
  return counts;
}

/** The counts in words, as in `2 images, 0 critical, 3 high, …`. */
export function summary(images: readonly ScannedImage[], counts: Counts): string {
  const parts = SCAN_SEVERITIES.map((severity) => `${counts[severity]} ${severity.toLowerCase()}`);
  return [`${images.length} ${images.length === 1 ? 'image' : 'images'}`, ...parts].join(', ');
}

/**
 * Why the images are not released, as long as CodePipeline takes it: each finding that is severe enough, the worst
 * first.
 * @returns nothing where there is none
 */
export function objection(images: readonly ScannedImage[], severity: ScanSeverity): string | undefined {
  const worst = SCAN_SEVERITIES.slice(0, SCAN_SEVERITIES.indexOf(severity) + 1);
  const lines = images
    .flatMap(({ label, findings }) => findings.map((finding) => ({ label, ...finding })))
    .filter((finding) => worst.includes(finding.severity))
    .sort((a, b) => bySeverity(a, b) || a.label.localeCompare(b.label) || a.name.localeCompare(b.name))
    .map(line);
  if (lines.length === 0) return undefined;
  const rule = worst.length === 1 ? severity : `${severity} or worse`;
  return listed(`Images must have no finding that is ${rule}, got ${lines.length}:`, lines);
}

const line = ({ label, severity, name, ...more }: Finding & { readonly label: string }): string =>
  [
    `${severity} ${name}`,
    more.package && ` in ${more.package}`,
    more.fixedIn && ` (fixed in ${more.fixedIn})`,
    ` of ${label}`,
    more.uri && ` ${more.uri}`,
  ]
    .filter(Boolean)
    .join('');

function listed(first: string, lines: readonly string[]): string {
  let text = first;
  for (const [index, next] of lines.entries()) {
    const isLast = index === lines.length - 1;
    if (text.length + next.length + 1 > LONGEST_FAILURE - (isLast ? 0 : REST))
      return `${text}\n… and ${lines.length - index} more`;
    text += `\n${next}`;
  }
  return text;
}
