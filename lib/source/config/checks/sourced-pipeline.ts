import type { LocatedPipeline } from '../../../config/kind';
import type { Path } from '../../../config/path';
import type { GitSource } from '../git-model';
import type { ObjectUse, PipelineWithSources, RepositoryUse } from '../sources';

/** A pipeline with its sources, and where in the file they are. */
export type SourcedPipeline = LocatedPipeline & PipelineWithSources;

/** A pipeline with one of its repositories. */
export interface LocatedRepository extends LocatedPipeline {
  readonly use: RepositoryUse;
  /** The path of a field of the mapping that names the repository. */
  readonly fieldAt: (...field: Path) => Path;
}

/** A pipeline with one of its S3 objects. */
export interface LocatedObject extends LocatedPipeline {
  readonly use: ObjectUse;
  /** The path of a field of the mapping that names the object. */
  readonly fieldAt: (...field: Path) => Path;
}

/** A pipeline with its git source. */
export interface LocatedGit extends LocatedPipeline {
  readonly git: GitSource;
  /** The path of a field of the git source. */
  readonly fieldAt: (...field: Path) => Path;
}

/** The repositories of a pipeline's images. */
export const repositoryUsesOf = ({ pipeline, at, sources }: SourcedPipeline): LocatedRepository[] =>
  (sources.repositories ?? []).map((use) => ({
    pipeline,
    at,
    use,
    fieldAt: (...field) => at([...use.field, ...field]),
  }));

/** The S3 objects that start a pipeline. */
export const objectUsesOf = ({ pipeline, at, sources }: SourcedPipeline): LocatedObject[] =>
  (sources.objects ?? []).map((use) => ({
    pipeline,
    at,
    use,
    fieldAt: (...field) => at([...use.field, ...field]),
  }));

/** The git source of a pipeline, if it has one. */
export function gitOf({ pipeline, at, sources }: SourcedPipeline): LocatedGit[] {
  if (!sources.git) return [];
  const { source: git, field: above } = sources.git;
  return [{ pipeline, at, git, fieldAt: (...field) => at([...above, ...field]) }];
}
