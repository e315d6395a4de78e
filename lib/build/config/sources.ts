import type { PipelineSources } from '../../source/config/sources';
import type { Commits } from './model';

/**
 * The sources of a pipeline that builds commits, whose entry has them at `source.git` and the build at `build`.
 * @param deploymentMinutes whole minutes that a deployment takes
 */
export function commitsSources({ git, build }: Commits, deploymentMinutes: number): PipelineSources {
  return {
    git: { source: git, field: ['source', 'git'] },
    ...(build.promote !== undefined && {
      promotion: { from: build.promote, field: ['build', 'promote'] },
    }),
    repositories: build.images.map(({ container, context, dockerfile, ...image }) => ({
      ...image,
      field: ['build', 'images', container],
      deploymentMinutes,
      container,
      ...(build.promote === undefined && {
        recipe: {
          container,
          context,
          dockerfile,
          buildspec: build.buildspec,
          buildspecField: ['build', 'buildspec'],
        },
      }),
    })),
  };
}
