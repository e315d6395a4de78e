import type { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import type { Project } from './project';

type CachedProject = Pick<Project, 'name' | 'settings'>;

/**
 * What the builds of a project find again. In the bucket it is under the project's full name, outside of the folders of
 * artifacts, which are open to whatever else works with a pipeline's artifacts.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-caching.html
 * @param bucket the environment's
 */
export function projectCache(
  { name, settings: { cache, privileged } }: CachedProject,
  bucket: string,
): CfnProject.ProjectCacheProperty {
  switch (cache) {
    case 'none':
      return { type: 'NO_CACHE' };
    case 'local':
      return {
        type: 'LOCAL',
        modes: ['LOCAL_CUSTOM_CACHE', ...(privileged ? ['LOCAL_DOCKER_LAYER_CACHE'] : [])],
      };
    case 's3':
      return { type: 'S3', location: `${bucket}/${cacheKey(name)}` };
  }
}

/** To keep and find what these projects cache in the bucket, where they do. */
export function useCache(projects: readonly CachedProject[], bucket: string, arns: Arns): Grant[] {
  const keys = projects.filter(({ settings }) => settings.cache === 's3').map(({ name }) => cacheKey(name));
  if (keys.length === 0) return [];
  return [
    {
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      resources: keys.flatMap((key) => [arns.object(bucket, key), arns.object(bucket, `${key}/*`)]),
      because: 'CodeBuild makes up the names of what it caches of the project; this is its folder',
    },
  ];
}

const cacheKey = (project: string): string => `cache/${project}`;
