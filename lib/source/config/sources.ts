import type { BasePipeline } from '../../config/model';
import type { Path } from '../../config/path';
import type { GitSource } from './git-model';
import type { Ci, UploadedObject } from './uploads-model';

/**
 * What a pipeline takes its releases from, whatever its kind: the stack of the sources makes what is not there already,
 * and pipelines that share something must agree about it. Fields are paths in the pipeline's entry.
 */
export interface PipelineSources {
  /** ECR repositories of the images that it releases. @default [] */
  readonly repositories?: readonly RepositoryUse[];
  /** S3 objects whose upload starts it. @default [] */
  readonly objects?: readonly ObjectUse[];
  /** The git repository that it takes commits of. @default - none */
  readonly git?: { readonly source: GitSource; readonly field: Path };
  /** The environment whose released images of a commit it takes. @default - it builds them, or they are uploaded */
  readonly promotion?: { readonly from: string; readonly field: Path };
  /** Whose CI may push to the repositories and upload the objects. @default - nobody is given a role */
  readonly ci?: Ci;
  /** The field that names it. @default - nobody is given a role */
  readonly ciField?: Path;
}

/** An ECR repository of one of a pipeline's images. */
export interface RepositoryUse {
  readonly repository: string;
  /** The mapping that names it. */
  readonly field: Path;
  /** Whether it is there already; otherwise the factory makes it. */
  readonly existing: boolean;
  /** Days after which an untagged image of an owned repository expires. */
  readonly untaggedExpiryDays: number;
  /** Whole minutes until a deployment's end protects its image with a tag. */
  readonly deploymentMinutes: number;
  /** The tag whose push starts the pipeline. @default - the image is built */
  readonly tag?: string;
  /** How many tagged images are kept, beside what serves and served before. @default - all */
  readonly keep?: number;
  /** The container that the image is for. @default - the image is uploaded */
  readonly container?: string;
  /** How a build makes the image of a commit. @default - the image is uploaded, or another environment's is taken */
  readonly recipe?: ImageRecipe;
}

/** What makes an image of a commit another one than that of the same commit elsewhere. */
export interface ImageRecipe {
  /** The container it is for. */
  readonly container: string;
  /** @default - the factory's own buildspec */
  readonly buildspec?: string;
  /** The field that names the buildspec. */
  readonly buildspecField: Path;
  readonly context: string;
  readonly dockerfile: string;
}

/** An S3 object whose upload starts a pipeline. */
export interface ObjectUse extends UploadedObject {
  /** The mapping that names it. */
  readonly field: Path;
}

/** A pipeline with its sources. */
export interface PipelineWithSources {
  readonly pipeline: BasePipeline;
  readonly sources: PipelineSources;
}
