import type { ActionFunction } from './action-function';
import { actionParameters } from './action-parameters';
import type { PipelineIdentity } from './names';

/** Fails a release whose images have findings that are too severe. */
export const SCAN_IMAGES: ActionFunction = {
  name: 'scan-images',
  description: 'Stops releases of images with findings',
  roleActions: [
    'ecr:BatchGetImage',
    'ecr:DescribeImageScanFindings',
    'ecr:StartImageScan',
    'inspector2:ListAccountPermissions',
    'inspector2:ListCoverage',
    'inspector2:ListFindings',
  ],
};

/**
 * UserParameters of the `scan-images` action (JSON, at most 1,000 characters). The images are those
 * that `imagedefinitions.json` and `imageDetail.json` in the action's input artifacts name.
 */
export interface ScanImagesParameters extends PipelineIdentity {
  /** The pipeline execution, for the log; in the template `#{codepipeline.PipelineExecutionId}`. */
  readonly executionId?: string;
  /** A finding of this severity, or a worse one, fails the release. */
  readonly severity: ScanSeverity;
}

/** ECR's severities, the most severe first. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
export const SCAN_SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'INFORMATIONAL', 'UNDEFINED'] as const;

export type ScanSeverity = (typeof SCAN_SEVERITIES)[number];

/** UserParameters of a pipeline's `scan-images` action, for its template. */
export const scanImagesUserParameters = (identity: PipelineIdentity, severity: ScanSeverity): string =>
  JSON.stringify({
    ...actionParameters(identity),
    severity,
  } satisfies ScanImagesParameters);
