import { BUILD, imageArtifacts } from '../../../build/built-pipeline';
import type { EcsBlueGreenPipeline } from '../../../config/model';
import { namedImages, SETTINGS } from '../../../source/uploaded-images';

/** Where the deployment finds what it needs. */
export interface DeploymentArtifacts {
  /** The artifact with appspec.yaml and taskdef.json. */
  readonly settings: string;
  /** Where in it they are, as the action's configuration says it. @default - at its top, under these names */
  readonly paths: Readonly<Record<string, string>>;
  /** The artifacts with `imageDetail.json`, in the order of the images. */
  readonly images: readonly string[];
}

/** What was uploaded, or what the build made of a commit. */
export function deploymentArtifacts(spec: EcsBlueGreenPipeline): DeploymentArtifacts {
  const { source, deploy } = spec;
  return source.from === 'git'
    ? {
        settings: BUILD.artifact,
        paths: { AppSpecTemplatePath: deploy.appSpec, TaskDefinitionTemplatePath: deploy.taskDefinition },
        images: imageArtifacts({ ...spec, source }).map(({ artifact }) => artifact),
      }
    : {
        settings: SETTINGS.artifact,
        paths: {},
        images: namedImages(source).map(({ artifact }) => artifact),
      };
}
