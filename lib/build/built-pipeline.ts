import type { BuiltImage, Commits, Pipeline } from '../config/model';

/** A pipeline that CodeBuild builds the images of. */
export type BuiltPipeline = Pipeline & { readonly source: Commits };

/** What the build of a commit makes: its artifact, the namespace of its variables and the name of its action. */
export const BUILD = { action: 'Build', artifact: 'build' } as const;

/** An image and the artifact whose `imageDetail.json` names it for CodeDeploy. */
export interface ImageArtifact {
  readonly image: BuiltImage;
  /** `build`, then `images2` to `images4`. */
  readonly artifact: string;
}

/**
 * The build's images with their artifacts, which the blue/green action wants one for each of; the rolling one finds all
 * images in the first.
 */
export function imageArtifacts({ kind, source: { build } }: BuiltPipeline): ImageArtifact[] {
  return build.images.map((image, index) => ({
    image,
    artifact: kind === 'ecs-blue-green' && index > 0 ? `images${index + 1}` : BUILD.artifact,
  }));
}

/** The output artifacts of the build's action, the primary one first. */
export function buildArtifacts(pipeline: BuiltPipeline): string[] {
  return [...new Set(imageArtifacts(pipeline).map(({ artifact }) => artifact))];
}

/** A container's name as part of an environment variable's: in capitals, with `_` for `-`. */
export const variableName = (container: string): string => container.toUpperCase().replaceAll('-', '_');
