import type { PipelineSources } from './sources';
import type { CodeUpload, Uploads } from './uploads-model';

/** The sources of a pipeline whose entry has them at `source`. @param deploymentMinutes whole minutes that a deployment takes */
export function uploadsSources(
  { images, settings, ci }: Uploads,
  deploymentMinutes: number,
): PipelineSources {
  return {
    repositories: images.map((image, index) => ({
      ...image,
      field: ['source', 'images', index],
      deploymentMinutes,
    })),
    objects: [{ ...settings, field: ['source', 'settings'] }],
    ...(ci && { ci, ciField: ['source', 'ci'] }),
  };
}

/** The sources of a pipeline whose entry has uploaded code at `source.code`. */
export const codeUploadSources = ({ object, ci }: CodeUpload): PipelineSources => ({
  objects: [{ ...object, field: ['source', 'code'] }],
  ...(ci && { ci, ciField: ['source', 'ci'] }),
});
