import type { PipelineIdentity } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import type { BakeInstance, ImageBake } from './config/model';

/** What a pipeline's images are baked of, and where. */
export interface BakeProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  readonly image: ImageBake;
  readonly instance: BakeInstance;
}
