import type { EnhancedImageScanFinding, ImageScanFinding } from '@aws-sdk/client-ecr';
import { SCAN_SEVERITIES, type ScanSeverity } from '../contract/scan-images';

/** A vulnerability that ECR found in an image, by basic or enhanced scanning. */
export interface ScanFinding {
  readonly severity: ScanSeverity;
  /** The vulnerability's name, mostly its CVE. */
  readonly name: string;
  /** With its version. @default - ECR does not name it */
  readonly package?: string;
  /** The version without the vulnerability. @default - there is none, or ECR does not name it */
  readonly fixedIn?: string;
  /** A page about the vulnerability. @default - ECR does not name one */
  readonly uri?: string;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
export function basicFinding({ severity, name = '?', attributes = [], uri }: ImageScanFinding): ScanFinding {
  const attribute = (key: string) => attributes.find((one) => one.key === key)?.value;
  return {
    severity: severityOf(severity),
    name,
    package: packageOf(attribute('package_name'), attribute('package_version')),
    uri,
  };
}

/**
 * The findings that Amazon Inspector calls active; suppressed and closed ones are left out.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html
 */
export function enhancedFindings(found: readonly EnhancedImageScanFinding[]): ScanFinding[] {
  return found
    .filter(({ status = 'ACTIVE' }) => status === 'ACTIVE')
    .map(({ severity, title = '?', packageVulnerabilityDetails: details = {} }) => {
      const [first] = details.vulnerablePackages ?? [];
      return {
        severity: severityOf(severity),
        name: details.vulnerabilityId ?? title,
        package: packageOf(first?.name, first?.version),
        fixedIn: versionOf(first?.fixedInVersion),
        uri: details.sourceUrl,
      };
    });
}

/** The most severe first. */
export const bySeverity = (a: ScanFinding, b: ScanFinding): number =>
  SCAN_SEVERITIES.indexOf(a.severity) - SCAN_SEVERITIES.indexOf(b.severity);

/** Inspector's `UNTRIAGED` is ECR's `UNDEFINED`. */
function severityOf(text: string | undefined): ScanSeverity {
  return SCAN_SEVERITIES.find((severity) => severity === text) ?? 'UNDEFINED';
}

const packageOf = (name?: string, version?: string): string | undefined =>
  name && (version ? `${name} ${version}` : name);

const versionOf = (text?: string): string | undefined =>
  text && !/^not ?available$/i.test(text) ? text : undefined;
