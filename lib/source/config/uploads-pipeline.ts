import type { BasePipeline } from '../../config/model';
import type { CodeUpload, Uploads } from './uploads-model';

/** A pipeline, of whatever kind, whose `source` is images and settings that a team's CI uploads. */
export type UploadsPipeline = BasePipeline & { readonly source: Uploads };

/** A pipeline, of whatever kind, whose `source` is code that a team's CI uploads. */
export type CodeUploadPipeline = BasePipeline & { readonly source: CodeUpload };

/** Whether a pipeline's `source` is images and settings that a team's CI uploads. */
export const takesUploads = (pipeline: BasePipeline): pipeline is UploadsPipeline =>
  sourceOf(pipeline) === 'uploads';

/** Whether a pipeline's `source` is code that a team's CI uploads. */
export const takesCode = (pipeline: BasePipeline): pipeline is CodeUploadPipeline =>
  sourceOf(pipeline) === 'code';

const sourceOf = (pipeline: BasePipeline): unknown =>
  (pipeline as { readonly source?: { readonly from?: unknown } }).source?.from;
