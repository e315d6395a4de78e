import type { ActionFunction } from '../../handlers/contract/action-function';
import type { PipelineIdentity } from '../../handlers/contract/names';
import { SCAN_IMAGES } from '../../handlers/contract/scan-images';
import type { Arns } from '../pipeline/arns';
import type { Stage } from '../pipeline/pipeline';
import type { Pipeline } from '../config/model';
import { releasedRepositories } from '../ecs-service/released-repositories';
import { approve } from './approve';
import { scanImages } from './scan-images';
import type { Origin } from '../source/release-source';

/** What the spec puts between the images and their deployment: a look at what was found in them, and a person. */
export function gates(spec: Pipeline, origin: Origin, identity: PipelineIdentity, arns: Arns): Stage[] {
  const { scan: severity, approval } = spec;
  const { images: artifacts, question } = origin;
  const repositories = releasedRepositories(spec);
  return [
    ...(severity
      ? [{ name: 'Scan', actions: [scanImages({ severity, artifacts, repositories }, identity, arns)] }]
      : []),
    ...(approval ? [{ name: 'Approval', actions: [approve(question, identity, arns)] }] : []),
  ];
}

/** The action functions of the gates that work with the pipeline's role. */
export const gateFunctions = ({ scan }: Pipeline): ActionFunction[] => (scan ? [SCAN_IMAGES] : []);
