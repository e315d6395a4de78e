import {
  artifactBucketName,
  pipelineName,
  type PipelineIdentity,
  artifactFolder,
} from '../../handlers/contract/names';
import type { Environment } from '../config/model';

/** Where the package lists of images are in the pipeline's folder of the artifact bucket; with the slash. */
export const PACKAGES_FOLDER = 'packages/';

/** Where a pipeline's artifacts are: the environment's bucket, and the folder that CodePipeline keeps in it for the pipeline. */
export const artifactLocation = (identity: PipelineIdentity, { name, account, region }: Environment) => ({
  bucket: artifactBucketName(identity.prefix, name, account, region),
  folder: artifactFolder(pipelineName(identity)),
});
