import type { PipelineIdentity } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import type { BuiltImage, Check, Commits } from './config/model';

/** What is built of a pipeline's commits, and what the deploy actions read of it. */
export interface CommitBuild extends Pick<Commits, 'git' | 'build'> {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  /** What must pass before anything is built. */
  readonly checks: readonly Check[];
  /** Paths in the commit of what the deploy actions read beside images. */
  readonly deployFiles: readonly string[];
  /** Whether each image is in an artifact of its own; otherwise all are in the first. @default false */
  readonly artifactPerImage?: boolean;
  /** Whether images are pushed, and the deploy actions given what was. @default true */
  readonly push?: boolean;
}

/** What must pass of a pipeline's commits, whatever is made of them. */
export type CommitChecks = Pick<CommitBuild, 'identity' | 'environment' | 'git' | 'checks'>;

/** What the build of a commit makes: its artifact, the namespace of its variables and the name of its action. */
export const BUILD = { action: 'Build', artifact: 'build' } as const;

/** An image and the artifact whose `imageDetail.json` names it for CodeDeploy. */
export interface ImageArtifact {
  readonly image: BuiltImage;
  /** `build`, then `images2` to `images4`. */
  readonly artifact: string;
}

/** The build's images with their artifacts. */
export function imageArtifacts({
  build,
  artifactPerImage = false,
}: Pick<CommitBuild, 'build' | 'artifactPerImage'>): ImageArtifact[] {
  return build.images.map((image, index) => ({
    image,
    artifact: artifactPerImage && index > 0 ? `images${index + 1}` : BUILD.artifact,
  }));
}

/** The output artifacts of the build's action, the primary one first, which a build without images makes alone. */
export function buildArtifacts(commitBuild: Pick<CommitBuild, 'build' | 'artifactPerImage'>): string[] {
  return [...new Set([BUILD.artifact, ...imageArtifacts(commitBuild).map(({ artifact }) => artifact)])];
}
