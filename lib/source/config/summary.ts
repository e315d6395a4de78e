import type { GitSource, Patterns } from './git-model';
import type { UploadedObject, Uploads } from './uploads-model';

/** What starts a pipeline that takes uploads, in a line. */
export function summarizeUploads({ images, settings }: Uploads): string {
  const pushed = images.map(({ repository, tag }) => `${repository}:${tag}`);
  return [...pushed, summarizeObject(settings)].join('  ');
}

/** An S3 object as `s3://bucket/key`. */
export const summarizeObject = ({ bucket, key }: Pick<UploadedObject, 'bucket' | 'key'>): string =>
  `s3://${bucket}/${key}`;

/** What starts a pipeline that takes commits, in a line. */
export function summarizeGit({ repository, push }: GitSource): string {
  const starts = push.map(({ branches, tags, files }) =>
    [tags ? `tags ${listed(tags)}` : branches ? listed(branches) : '', inFiles(files)].join(''),
  );
  return `${repository} ${starts.join('  ') || 'by hand only'}`;
}

/** What starts the pipeline of an entry's pull requests, in a line. */
export function summarizePullRequests({ repository, pullRequest }: GitSource): string {
  const starts = pullRequest.map(
    ({ branches, files }) => `pull requests to ${listed(branches)}${inFiles(files)}`,
  );
  return `${repository} ${starts.join('  ')}`;
}

function inFiles(files: Patterns | undefined): string {
  return files ? ` (${listed(files)})` : '';
}

function listed({ includes, excludes }: Patterns): string {
  return [...includes, ...excludes.map((pattern) => `!${pattern}`)].join(' ');
}
