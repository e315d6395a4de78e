import type { PipelineIdentity } from '../../handlers/contract/names';
import type { Arns } from '../pipeline/arns';
import type { Stage } from '../pipeline/pipeline';
import { type ApprovalRequest, approve } from './approve';
import type { Gates } from './config/gates';
import { scanImages, type ScanImagesProps } from './scan-images';

/** What the gates of a release are about. */
export interface ReleaseToPass extends Pick<ScanImagesProps, 'artifacts' | 'repositories'> {
  /** What whoever approves the release is asked. */
  readonly request: ApprovalRequest;
}

/** The stages between a release's images and their deployment: an image scan and an approval, where they are configured. */
export function gates(
  { scan: severity, approval }: Gates,
  { artifacts, repositories, request }: ReleaseToPass,
  identity: PipelineIdentity,
  arns: Arns,
): Stage[] {
  return [
    ...(severity
      ? [{ name: 'Scan', actions: [scanImages({ severity, artifacts, repositories }, identity, arns)] }]
      : []),
    ...(approval ? [approvalStage(request, identity, arns)] : []),
  ];
}

/** The stage in which a person agrees to a release. */
export const approvalStage = (request: ApprovalRequest, identity: PipelineIdentity, arns: Arns): Stage => ({
  name: 'Approval',
  actions: [approve(request, identity, arns)],
});
