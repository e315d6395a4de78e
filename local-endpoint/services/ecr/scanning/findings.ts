import type { FindingSeverity, ImageScanFinding } from '@aws-sdk/client-ecr';

/** The worst first. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'] as const;

const PREFIX = 'rehearsal.scan.';

/** `CVE-2026-0001 openssl 3.0.1: description`; package, version and description are optional. */
const FINDING =
  /^(?<name>\S+)(?:\s+(?<package>[^\s:]+)(?:\s+(?<version>[^\s:]+))?)?(?::\s*(?<description>.*))?$/;

/**
 * What a scan finds in an image: what the image's own annotations `rehearsal.scan.<severity>` list, one finding a line,
 * the worst first. An image without them has no findings, because there is no vulnerability database here.
 */
export function findingsOf(manifest: string): ImageScanFinding[] {
  const { annotations = {} } = JSON.parse(manifest) as { annotations?: Record<string, string> };
  return SEVERITIES.flatMap((severity) =>
    linesOf(annotations[PREFIX + severity.toLowerCase()]).map((line) => finding(severity, line)),
  );
}

/** How many there are of each severity; one without any is left out. */
export function countsOf(findings: readonly ImageScanFinding[]): Partial<Record<FindingSeverity, number>> {
  const counts: Partial<Record<FindingSeverity, number>> = {};
  for (const { severity = 'UNDEFINED' } of findings) counts[severity] = (counts[severity] ?? 0) + 1;
  return counts;
}

const linesOf = (text = ''): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function finding(severity: FindingSeverity, line: string): ImageScanFinding {
  const { name = line, package: packageName, version, description } = FINDING.exec(line)?.groups ?? {};
  const attributes = [
    { key: 'package_name', value: packageName },
    { key: 'package_version', value: version },
  ].filter(({ value }) => value !== undefined);
  return {
    name,
    severity,
    attributes,
    ...(description && { description }),
    ...(name.startsWith('CVE-') && { uri: `https://cve.mitre.org/cgi-bin/cvename.cgi?name=${name}` }),
  };
}
