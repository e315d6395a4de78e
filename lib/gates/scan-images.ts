import type { PipelineIdentity } from '../../handlers/contract/names';
import {
  SCAN_IMAGES,
  scanImagesUserParameters,
  type ScanSeverity,
} from '../../handlers/contract/scan-images';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { invoke } from '../pipeline/invoke';

export interface ScanImagesProps {
  /** A finding this severe, or worse, fails the release. */
  readonly severity: ScanSeverity;
  /**
   * The artifacts that name the images: at most five.
   * https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html
   */
  readonly artifacts: readonly string[];
  /** Names of the repositories that the images are in. */
  readonly repositories: readonly string[];
}

/**
 * Has the environment's action function read what ECR found in the images, and scan what is not scanned yet. It reads
 * the artifacts with the job's own credentials; to read the images is among the grants of `record-release`.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export function scanImages(
  { severity, artifacts, repositories }: ScanImagesProps,
  identity: PipelineIdentity,
  arns: Arns,
): Action {
  const readFindings = {
    actions: ['ecr:DescribeImageScanFindings', 'ecr:StartImageScan'],
    resources: repositories.map(arns.repository),
  };
  const userParameters = scanImagesUserParameters(identity, severity);
  const grants = [readFindings, ENHANCED_FINDINGS];
  return invoke(
    SCAN_IMAGES,
    { name: 'ScanImages', userParameters, inputs: artifacts, grants },
    identity,
    arns,
  );
}

/**
 * Where the registry has enhanced scanning on, ECR asks Amazon Inspector in the name of whoever asks for findings.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced-iam.html
 */
const ENHANCED_FINDINGS: Grant = {
  actions: ['inspector2:ListAccountPermissions', 'inspector2:ListCoverage', 'inspector2:ListFindings'],
  resources: ['*'],
  because: 'Amazon Inspector knows no resource for what only lists',
};
