import type { EnhancedImageScanFinding, ImageScanFinding } from '@aws-sdk/client-ecr';
import { SCAN_SEVERITIES, type ScanSeverity } from '../contract/scan-images';

/** What a scan found in an image, whichever way it was scanned. */
export interface Finding {
  readonly severity: ScanSeverity;
  /** The vulnerability's name, mostly its CVE. */
  readonly name: string;
  /** With its version. @default - not told */
  readonly package?: string;
  /** The version without the vulnerability. @default - there is none, or it is not told */
  readonly fixedIn?: string;
  /** Where to read on. @default - not told */
  readonly uri?: string;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
export function basicFinding({ severity, name = '?', attributes = [], uri }: ImageScanFinding): Finding {
  const attribute = (key: string) => attributes.find((one) => one.key === key)?.value;
  return {
    severity: severityOf(severity),
    name,
    package: joined(attribute('package_name'), attribute('package_version')),
    uri,
  };
}

/**
 * The findings that Amazon Inspector calls active; those that somebody suppressed, or that are closed, are none.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html
 */
export function enhancedFindings(found: readonly EnhancedImageScanFinding[]): Finding[] {
  return found
    .filter(({ status = 'ACTIVE' }) => status === 'ACTIVE')
    .map(({ severity, title = '?', packageVulnerabilityDetails: details = {} }) => {
      const [first] = details.vulnerablePackages ?? [];
      return {
        severity: severityOf(severity),
        name: details.vulnerabilityId ?? title,
        package: joined(first?.name, first?.version),
        fixedIn: versionOf(first?.fixedInVersion),
        uri: details.sourceUrl,
      };
    });
}

/** The worst first. */
export const bySeverity = (a: Finding, b: Finding): number =>
  SCAN_SEVERITIES.indexOf(a.severity) - SCAN_SEVERITIES.indexOf(b.severity);

/** What Inspector has not triaged yet, ECR calls undefined. */
function severityOf(text: string | undefined): ScanSeverity {
  return SCAN_SEVERITIES.find((severity) => severity === text) ?? 'UNDEFINED';
}

const joined = (name?: string, version?: string): string | undefined =>
  name && (version ? `${name} ${version}` : name);

const versionOf = (text?: string): string | undefined =>
  text && !/^not ?available$/i.test(text) ? text : undefined;
