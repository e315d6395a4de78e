import type { BasePipeline } from '../../config/model';
import type { Uploads } from './uploads-model';

/** A pipeline, of whatever kind, whose `source` is what a team's CI uploads. */
export type UploadsPipeline = BasePipeline & { readonly source: Uploads };

/** Whether a pipeline's `source` is what a team's CI uploads. */
export function takesUploads(pipeline: BasePipeline): pipeline is UploadsPipeline {
  const { source } = pipeline as { readonly source?: { readonly from?: unknown } };
  return source?.from === 'uploads';
}
