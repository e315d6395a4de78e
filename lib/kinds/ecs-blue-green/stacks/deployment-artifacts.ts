import { BUILD, imageArtifacts } from '../../../build/commit-build';
import { SETTINGS, uploadedImages } from '../../../source/uploaded-images';
import type { EcsBlueGreenPipeline } from '../config/model';
import { blueGreenCommitBuild } from './commit-build';

/** Where the deployment finds what it needs. */
export interface DeploymentArtifacts {
  /** The artifact with appspec.yaml and taskdef.json. */
  readonly settings: string;
  /** Their paths in it, by the action's configuration keys. @default - at its top, under these names */
  readonly paths: Readonly<Record<string, string>>;
  /** The artifacts with `imageDetail.json`, in the order of the images. */
  readonly images: readonly string[];
}

/** What was uploaded, or what the build made of a commit. */
export function deploymentArtifacts(pipeline: EcsBlueGreenPipeline): DeploymentArtifacts {
  const { source, deploy } = pipeline;
  return source.from === 'git'
    ? {
        settings: BUILD.artifact,
        paths: { AppSpecTemplatePath: deploy.appSpec, TaskDefinitionTemplatePath: deploy.taskDefinition },
        images: imageArtifacts(blueGreenCommitBuild(pipeline, source)).map(({ artifact }) => artifact),
      }
    : {
        settings: SETTINGS.artifact,
        paths: {},
        images: uploadedImages(source).map(({ artifact }) => artifact),
      };
}
